/** Tests of reading and writing files that people name. */
import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { join } from "@std/path";
import { UserError } from "./failure.ts";
import { fileFailure, makeFolder, readInputFile, refuseSameFile, writeOutputFile } from "./files.ts";

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("what was written is read back", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.txt");
    await writeOutputFile(path, "text");
    assertEquals(new TextDecoder().decode(await readInputFile(path)), "text");
    await writeOutputFile(path, new Uint8Array([1, 2]));
    assertEquals(await readInputFile(path), new Uint8Array([1, 2]));
  }));

Deno.test("a file that is not there, or is a folder, is the person's mistake", () =>
  inFolder(async (folder) => {
    const missing = join(folder, "a.plog");
    await assertRejects(() => readInputFile(missing), UserError, `There is no file '${missing}'.`);
    await assertRejects(() => readInputFile(folder), UserError, `'${folder}' is a folder; name a file.`);
    await assertRejects(() => writeOutputFile(folder, "text"), UserError, folder);
    const nowhere = join(folder, "no", "a.plog");
    await assertRejects(() => writeOutputFile(nowhere, "text"), UserError, "there is no folder");
    await writeOutputFile(missing, "text");
    await assertRejects(() => readInputFile(join(missing, "b")), UserError, "no folder");
  }));

Deno.test("fileFailure() turns codes of the system into sentences, and leaves other errors as they are", () => {
  const denied = fileFailure("write", "a.plog", new Deno.errors.PermissionDenied("denied"));
  assertEquals((denied as Error).message, "'a.plog' may not be written by you.");
  const full = fileFailure("write", "a.plog", new Error("No space left on device (os error 28)"));
  assertEquals(
    (full as Error).message,
    "'a.plog' cannot be written: No space left on device (os error 28).",
  );
  const bug = new TypeError("x is undefined");
  assertStrictEquals(fileFailure("read", "a.plog", bug), bug);
});

Deno.test("the file that is read is not written over, whatever it is called", () =>
  inFolder(async (folder) => {
    const [path, link, other] = ["a.plog", "link", "b.plog"].map((name) => join(folder, name));
    await writeOutputFile(path, "log");
    await Deno.symlink(path, link);
    for (const name of [path, join(folder, ".", "a.plog"), link]) {
      await assertRejects(
        () => refuseSameFile(name, path, "the log"),
        UserError,
        `'${name}' is the log itself; name another file to write.`,
      );
    }
    await refuseSameFile(other, path, "the log");
    await refuseSameFile(path, other, "the log");
  }));

Deno.test("a folder is made with those above it; a file in its place is the person's mistake", () =>
  inFolder(async (folder) => {
    await makeFolder(join(folder, "a", "b"));
    await makeFolder(join(folder, "a", "b"));
    const path = join(folder, "file");
    await writeOutputFile(path, "text");
    await assertRejects(() => makeFolder(path), UserError, `'${path}' is a file; name a folder.`);
    await assertRejects(() => makeFolder(join(path, "below")), UserError, "has something on its way");
  }));
