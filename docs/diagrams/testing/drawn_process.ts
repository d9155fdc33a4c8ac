/**
 * A process that is small enough to be drawn whole, for tests: a file of three pages mapped private and writable, of
 * which one page was read and one was written, and four anonymous pages, of which one was read and two were written.
 */
import {
  buildImage,
  FILE_REGULAR,
  FS_EXT4,
  kernelPart,
  type Machine,
  OPEN,
  System,
  touchMemory,
  VM,
} from "@palimpsest/kernel";

const RIGHTS = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC | VM.ACCOUNT;

/** The pid of the process. */
export const DRAWN_PID = 1;
/** Where its file and its anonymous memory are mapped. */
export const FILE_ADDRESS = 0x400000;
export const ANONYMOUS_ADDRESS = 0x800000;

/** Boots a machine with the process. */
export function drawnProcess(): Machine {
  const machine = new System([kernelPart]).boot({ frameCount: 64, ramPages: 64, swapSlotCount: 0 });
  machine.run({ kind: "setup", process: DRAWN_PID, what: "a process to draw" }, (tx) => {
    tx.emit({
      kind: "inodeNew",
      inode: 1,
      fileKind: FILE_REGULAR,
      fileSystem: FS_EXT4,
      sizeBytes: 3 * 4096,
      mode: 0o644,
      links: 1,
      unknownStorage: true,
      name: "/tmp/squares.bin",
    });
    tx.emit({ kind: "fileNew", file: 1, inode: 1, flags: OPEN.RDWR });
    tx.emit({ kind: "processNew", process: DRAWN_PID, parent: 0, space: 0, name: "drawn" });
    const rest = { flags: RIGHTS, name: "", present: [] };
    buildImage(tx, {
      name: "drawn",
      topPage: 0x1000,
      startBreak: 0,
      startData: 0,
      endData: 0,
      vmas: [
        { startPage: 0x400, endPage: 0x403, file: 1, inode: 1, pageOffset: 0, ...rest },
        { startPage: 0x800, endPage: 0x804, file: 0, inode: 0, pageOffset: 0x800, ...rest },
        {
          startPage: 0x804,
          endPage: 0x805,
          file: 0,
          inode: 0,
          pageOffset: 0x804,
          ...rest,
          flags: VM.MAYREAD,
        },
      ],
    });
    return {};
  });
  touchMemory(machine, DRAWN_PID, FILE_ADDRESS + 0x1000, { write: true });
  touchMemory(machine, DRAWN_PID, FILE_ADDRESS, {});
  touchMemory(machine, DRAWN_PID, ANONYMOUS_ADDRESS, {});
  touchMemory(machine, DRAWN_PID, ANONYMOUS_ADDRESS + 0x2000, { write: true });
  touchMemory(machine, DRAWN_PID, ANONYMOUS_ADDRESS + 0x3000, { write: true });
  return machine;
}
