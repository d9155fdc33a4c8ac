/** Tests of reading what is handed in. */
import { assertEquals, assertRejects } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { readHandedIn } from "./handed_in.ts";

/** A folder of its own for a test, gone afterwards. */
async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a file stands where it is named, a folder below the root, its links as links", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/tree/sub`, { recursive: true });
    await Deno.writeTextFile(`${folder}/tree/sub/a`, "aa", { mode: 0o600 });
    await Deno.writeTextFile(`${folder}/x:y`, "xx");
    await Deno.symlink("/etc/passwd", `${folder}/tree/out`);
    const entries = await readHandedIn({ files: [`${folder}/x:y:/tmp/b`], root: `${folder}/tree` });
    const told = entries.map((entry) => [
      entry.kind,
      entry.path,
      entry.kind === "file"
        ? new TextDecoder().decode(entry.bytes)
        : entry.kind === "link"
        ? entry.target
        : "",
    ]);
    assertEquals(told, [
      ["link", "/out", "/etc/passwd"],
      ["directory", "/sub", ""],
      ["file", "/sub/a", "aa"],
      ["file", "/tmp/b", "xx"],
    ]);
    assertEquals(entries[2].kind === "file" && entries[2].mode, 0o600);
  });
});

Deno.test("what cannot be handed in is refused with a sentence", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a`;
    await Deno.writeTextFile(path, "a");
    const refusal = async (...files: string[]) => {
      const error = await assertRejects(() => readHandedIn({ files, root: undefined }), UserError);
      return error.message.replaceAll(`${folder}/`, "");
    };
    assertEquals(await refusal("a"), "--file takes HOST:GUEST, such as notes.txt:/tmp/notes.txt, not 'a'.");
    assertEquals(await refusal(`${folder}/gone:/a`), "There is no file 'gone'.");
    assertEquals(await refusal(`${folder}:/a`), `'${folder}' is a folder; hand it in with --root.`);
    assertEquals(await refusal(`${path}:/dev/a`), "'a' cannot stand at '/dev/a': /dev is the machine's own.");
    assertEquals(
      await refusal(`${path}:/x/../a`),
      "'a' cannot stand at '/x/../a': write the path from / on, without '.', '..' and empty names.",
    );
    assertEquals(
      await refusal(`${path}:/${"n".repeat(256)}`).then((text) => text.endsWith("the name is too long.")),
      true,
    );
    assertEquals(
      await refusal(`${path}:/b`, `${path}:/b`),
      "Two files are to stand at '/b'; name another place.",
    );
    assertEquals(await refusal("/dev/null:/a"), "'/dev/null' is no file that can be handed in.");
    await Deno.truncate(path, 64 * 2 ** 20 + 1);
    assertEquals(
      await refusal(`${path}:/a`),
      "With 'a' it is more than 64 MiB, the most that a run takes in; name less.",
    );
  });
});

Deno.test("a folder that is none is told", async () => {
  const error = await assertRejects(() => readHandedIn({ files: [], root: "/dev/null" }), UserError);
  assertEquals(error.message, "'/dev/null' has something on its way that is no folder.");
});
