/** Tests of files that are there from the start. */
import { assertEquals } from "@std/assert";
import { FILE_REGULAR, fileBytes, FLAGS } from "@palimpsest/kernel";
import { boot } from "./boot.ts";
import { installFile } from "./install_file.ts";
import { inodeAt } from "./furnish.ts";

Deno.test("an installed file has a name, its bytes, and is written back", () => {
  const machine = boot({ frameCount: 64, ramPages: 1000, swapSlotCount: 0 });
  const bytes = new Uint8Array(3 * 4096 + 10).fill(0xcc);
  bytes.set([1, 2, 3]);
  let made = 0;
  machine.run({ kind: "setup", process: 0, what: "a file" }, (tx) => {
    made = installFile(tx, { path: "/bin/program", mode: 0o755, bytes });
    installFile(tx, { path: "/empty", mode: 0o644, bytes: new Uint8Array(0) });
    return {};
  });
  assertEquals(inodeAt(machine, "/bin/program"), made);
  const inode = machine.state.inode(made);
  assertEquals([inode.making.fileKind, inode.making.mode, inode.storage.size], [FILE_REGULAR, 0o755, 4]);
  assertEquals(fileBytes(machine.state, made, 0, 20_000), { bytes, known: true });
  const isDirty = [0, 1, 2, 3].map((index) => machine.state.frameWord(inode.cachedFrame(index), FLAGS) & 2);
  assertEquals(new Set(isDirty).size, 1);
});
