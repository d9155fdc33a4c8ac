/**
 * A machine for the tests of tables: process 1 has a page of a file, two anonymous pages, of which one holds "Hi", zeros
 * and bytes that are not known, and one page that was only read.
 */
import { boot, makeFile } from "@palimpsest/fs";
import {
  buildImage,
  FILE_REGULAR,
  FS_EXT4,
  OPEN,
  pteFrame,
  type Space,
  type State,
  touchMemory,
  VM,
} from "@palimpsest/kernel";

const RIGHTS = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC | VM.ACCOUNT;

/** Boots the machine; `frame` is the one with known and unknown bytes. */
export function smallMachine(): { state: State; space: Space; frame: number } {
  const machine = boot({ frameCount: 64, ramPages: 64, swapSlotCount: 0 });
  machine.run({ kind: "setup", process: 1, what: "a small machine" }, (tx) => {
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 0, name: "small" });
    const making = { fileKind: FILE_REGULAR, fileSystem: FS_EXT4, mode: 0o644, unknownStorage: true };
    const inode = makeFile(tx, { path: "/bin/small", sizeBytes: 4096, ...making });
    tx.emit({ kind: "fileNew", file: 1, inode, flags: OPEN.RDONLY });
    tx.emit({ kind: "descriptorPut", process: 1, descriptor: 3, file: 1, closeOnExec: true });
    const anonymous = { file: 0, inode: 0, name: "", flags: RIGHTS, present: [] };
    buildImage(tx, {
      name: "small",
      topPage: 0x1000,
      startBreak: 0,
      startData: 0,
      endData: 0,
      vmas: [
        { startPage: 0x400, endPage: 0x401, pageOffset: 0, ...anonymous, file: 1, inode },
        { startPage: 0x500, endPage: 0x504, pageOffset: 0x500, ...anonymous },
      ],
    });
    tx.emit({ kind: "descriptorPut", process: 1, descriptor: 3, file: 1, closeOnExec: true });
    return {};
  });
  touchMemory(machine, 1, 0x400000, {});
  for (const page of [0x501, 0x502]) touchMemory(machine, 1, page * 4096, { write: true });
  touchMemory(machine, 1, 0x503000, {});
  const frame = pteFrame(machine.state.spaceOf(1).pte(0x501));
  machine.store(1, { kind: "bytesWrite", frame, offset: 0, bytes: new Uint8Array([0x48, 0x69]) });
  machine.store(1, { kind: "bytesFill", frame, offset: 6, lengthBytes: 2, value: -1 });
  machine.endStores();
  return { state: machine.state, space: machine.state.spaceOf(1), frame };
}
