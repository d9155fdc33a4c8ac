/** Tests of exporting files of a guest. */
import { assertEquals, assertRejects } from "@std/assert";
import { furnishTree, supplyFiles } from "@palimpsest/fs";
import { boot } from "@palimpsest/libc";
import { UserError } from "../command_line/failure.ts";
import { exportedBytes } from "./guest_file.ts";

const config = { frameCount: 1024, ramPages: 1024, swapSlotCount: 0 };

/** A machine with a tree and a file, and what exporting from it gives. */
function givenMachine() {
  const machine = boot(config);
  machine.run({ kind: "setup", process: 0, what: "a tree" }, (tx) => {
    furnishTree(tx);
    return {};
  });
  supplyFiles(machine, [{ kind: "file", path: "/tmp/a", mode: 0o600, bytes: Uint8Array.of(1, 2, 3) }]);
  const get = (path: string, output = "out.png") =>
    exportedBytes({ state: machine.state, config, path, output });
  const refusal = async (path: string) => (await assertRejects(() => get(path), UserError)).message;
  return { machine, get, refusal };
}

Deno.test("a file is exported byte for byte, the frame buffer as a picture, a text of /proc as what it says", async () => {
  const { get } = givenMachine();
  assertEquals(await get("/tmp/a"), Uint8Array.of(1, 2, 3));
  assertEquals(new TextDecoder().decode((await get("/dev/fb0")).subarray(1, 4)), "PNG");
  assertEquals(
    new TextDecoder().decode((await get("/dev/fb0", "x.ppm")).subarray(0, 15)),
    "P6\n320 240\n255\n",
  );
  assertEquals(
    new TextDecoder().decode(await get("/proc/meminfo")).startsWith("MemTotal:           4096 kB\n"),
    true,
  );
});

Deno.test("what has no content is refused with a sentence", async () => {
  const { refusal } = givenMachine();
  assertEquals(await refusal("/gone"), "There is no file '/gone' at that moment.");
  assertEquals(await refusal("/tmp"), "'/tmp' is a directory; name a file in it.");
  assertEquals(
    await refusal("/dev/null"),
    "'/dev/null' has no content of its own; name a regular file, /dev/tty or /dev/fb0.",
  );
});
