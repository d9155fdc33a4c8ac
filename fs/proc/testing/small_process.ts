/**
 * A process with one mapping of each sort, for tests: a program's text, a heap, shared anonymous memory, a special
 * mapping, anonymous memory, a stack.
 */
import {
  buildImage,
  FILE_REGULAR,
  FS_EXT4,
  FS_SHMEM,
  type ImageVma,
  kernelPart,
  type Machine,
  OPEN,
  type Space,
  type State,
  System,
  VM,
} from "@palimpsest/kernel";

const MAY = VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC;
const DATA = VM.READ | VM.WRITE | MAY | VM.ACCOUNT;

/** Boots a machine with process 1. */
export function smallProcess(): { machine: Machine; state: State; space: Space } {
  const machine = new System([kernelPart]).boot({ frameCount: 256, ramPages: 256, swapSlotCount: 0 });
  machine.run({ kind: "setup", process: 1, what: "a small process" }, (tx) => {
    const file = { fileKind: FILE_REGULAR, mode: 0o755, unknownStorage: true };
    tx.emit({
      kind: "inodeNew",
      inode: 1,
      ...file,
      fileSystem: FS_EXT4,
      sizeBytes: 44016,
      links: 1,
      name: "/usr/bin/cat",
    });
    tx.emit({
      kind: "inodeNew",
      inode: 2,
      ...file,
      fileSystem: FS_SHMEM,
      sizeBytes: 0x8000,
      links: 0,
      unknownStorage: false,
      name: "/dev/zero (deleted)",
    });
    tx.emit({ kind: "fileNew", file: 1, inode: 1, flags: OPEN.RDONLY });
    tx.emit({ kind: "fileNew", file: 2, inode: 2, flags: OPEN.RDWR });
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 0, name: "cat" });
    buildImage(tx, {
      name: "cat",
      topPage: 0x7ffff7fff,
      startBreak: 0x500000,
      startData: 0,
      endData: 0,
      vmas: [
        vma(0x400, 2, VM.READ | VM.EXEC | MAY, { file: 1, inode: 1, pageOffset: 3 }),
        vma(0x500, 2, DATA, {}),
        vma(0x7ffff7fb0, 4, VM.READ | VM.WRITE | MAY | VM.SHARED | VM.MAYSHARE, {
          file: 2,
          inode: 2,
          pageOffset: 1,
        }),
        vma(0x7ffff7fc0, 4, VM.READ | VM.MAYREAD | VM.IO | VM.PFNMAP, { name: "[vvar]" }),
        vma(0x7ffff7fd0, 1, DATA, {}),
        vma(0x7ffffffde, 0x21, DATA | VM.GROWSDOWN, { name: "[stack]" }),
      ],
    });
    tx.emit({ kind: "spaceBreak", space: 1, endBreak: 0x502000 });
    return {};
  });
  return { machine, state: machine.state, space: machine.state.spaceOf(1) };
}

function vma(startPage: number, pageCount: number, flags: number, rest: Partial<ImageVma>): ImageVma {
  const anonymous = { file: 0, inode: 0, pageOffset: startPage, name: "", present: [] };
  return { startPage, endPage: startPage + pageCount, flags, ...anonymous, ...rest };
}
