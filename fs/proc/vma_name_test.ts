/** Tests of the names of mappings. */
import { assertEquals } from "@std/assert";
import { addressOf, FILE_PIPE, FS_TMPFS, Inode } from "@palimpsest/kernel";
import { smallProcess } from "./testing/small_process.ts";
import { inodeName, vmaName } from "./vma_name.ts";

Deno.test("a mapping is called by its file, its special name, or what it is of the process", () => {
  const { state, space } = smallProcess();
  const nameAt = (address: number) => vmaName(state, space, space.vmaAt(address / 4096)!);
  assertEquals(
    [0x400000, 0x500000, 0x7ffff7fc0000, 0x7ffff7fd0000, 0x7ffffffde000].map(nameAt),
    ["/usr/bin/cat", "[heap]", "[vvar]", "", "[stack]"],
  );
});

Deno.test("a file without a name is shown as deleted, once", () => {
  const { machine } = smallProcess();
  const name = () => [1, 2].map((inode) => inodeName(machine.state.inode(inode)));
  assertEquals(name(), ["/usr/bin/cat", "/dev/zero (deleted)"]);
  machine.run({ kind: "setup", process: 1, what: "unlink" }, (tx) => {
    tx.emit({ kind: "inodeLinks", inode: 1, links: 0 });
    return {};
  });
  assertEquals(name(), ["/usr/bin/cat (deleted)", "/dev/zero (deleted)"]);
});

Deno.test("a pipe has no name to lose", () => {
  const inode = new Inode(1, 9, {
    fileKind: FILE_PIPE,
    fileSystem: FS_TMPFS,
    sizeBytes: 0,
    mode: 0o600,
    links: 0,
    unknownStorage: false,
    name: "pipe:[9]",
  });
  assertEquals(inodeName(inode), "pipe:[9]");
});

Deno.test("a stack that was split keeps its name at its top", () => {
  const { machine } = smallProcess();
  const stack = machine.state.spaceOf(1).vmaAt(0x7fffffffe)!;
  machine.run({ kind: "setup", process: 1, what: "split" }, (tx) => {
    const middle = stack.startPage + 4;
    tx.emit({ ...stack, kind: "vmaPut", endPage: middle });
    tx.emit({ ...stack, kind: "vmaPut", startPage: middle, pageOffset: middle });
    return {};
  });
  const space = machine.state.spaceOf(1);
  const names = [stack.startPage, stack.startPage + 4].map((page) =>
    vmaName(machine.state, space, space.vmaAt(page)!)
  );
  assertEquals([names, addressOf(stack.startPage)], [["", "[stack]"], 0x7ffffffde000]);
});
