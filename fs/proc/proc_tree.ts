/**
 * The directory of processes: what stands in it, made up from the state (fs/proc/root.c, base.c, fd.c).
 *
 *     /proc   self ──▶ the process that asks    meminfo  swaps    1  2  …
 *     /proc/PID   comm  exe ──▶ …  maps  oom_score_adj  pagemap  smaps  stat  statm  status  fd/
 *     /proc/PID/fd   0 ──▶ /dev/tty   3 ──▶ pipe:[9]              magic links: they lead to what is open, whatever their text
 *
 *   TR1  A node is told of by its path alone: the same path is the same node, as long as it exists.
 *   TR2  What a process may not look into (fd, exe, pagemap) belongs to its user, and nobody else may.
 */

import {
  FILE_DIRECTORY,
  FILE_SYMLINK,
  FILE_TOLD,
  FS_PROC,
  type Process,
  type State,
  VM,
} from "@palimpsest/kernel";
import type { SyntheticTree } from "../names/file_system_kind.ts";
import { namesOf } from "../names/names.ts";
import type { Node, SyntheticNode } from "../names/node.ts";
import { pathOfDirectory } from "../names/full_path.ts";
import { MACHINE_TEXTS, PROCESS_TEXTS } from "./proc_text.ts";
import { inodeName } from "./vma_name.ts";

const DIRECTORY_MODE = 0o555;
const PRIVATE_DIRECTORY_MODE = 0o500;
const TEXT_MODE = 0o444;
const CHANGEABLE_MODE = 0o644;
const PRIVATE_MODE = 0o400;
const LINK_MODE = 0o777;
/** The bits of a link to an open file: who may read or write through it. */
const MAY_READ_LINK = 0o500;
const MAY_WRITE_LINK = 0o300;
/** Numbers of nodes: of the machine's from here on; of a process's its pid by this unit, and so of its descriptors. */
const FIRST_NUMBER = 0xf0000000;
const NUMBERS_PER_PROCESS = 4096;
const FIRST_DESCRIPTOR_NUMBER = 64;

/** What a node is, beside where it is. */
type Told = Pick<SyntheticNode, "fileKind" | "mode"> & Partial<Pick<SyntheticNode, "target" | "jump">>;

/** The tree of /proc. */
export const procTree: SyntheticTree = {
  lookup(state, directory, name, pid) {
    const place = placeOf(state, directory);
    return place === undefined ? undefined : entryOf(state, place, name, pid);
  },
  list(state, directory) {
    const place = placeOf(state, directory);
    if (place === undefined) return [];
    return namesIn(state, place).flatMap((name) => entryOf(state, place, name, 0) ?? []);
  },
  nodeAt(state, path) {
    const mount = namesOf(state).mounts.find(({ fileSystem }) => fileSystem === FS_PROC);
    if (mount === undefined) return undefined;
    let node: Node = mount.root;
    const rest = path.slice(pathOfDirectory(state, mount.root).length);
    for (const name of rest.split("/").filter((component) => component !== "")) {
      const next: SyntheticNode | undefined = procTree.lookup(state, node, name, 0);
      if (next === undefined) return undefined;
      node = next;
    }
    return typeof node === "number" ? undefined : node;
  },
};

/** A directory of the tree. */
interface Place {
  readonly directory: Node;
  readonly path: string;
  readonly mount: number;
  /** The process that it tells of; undefined for the root. */
  readonly process?: Process;
  /** It holds the process's descriptors. */
  readonly isDescriptors: boolean;
}

function placeOf(state: State, directory: Node): Place | undefined {
  if (typeof directory === "number") {
    const { mount } = namesOf(state).directory(directory)!;
    return { directory, path: pathOfDirectory(state, directory), mount, isDescriptors: false };
  }
  const { path, mount } = directory;
  const [, pid, last] = /\/(\d+)(\/fd)?$/.exec(path)!;
  const process = state.processes.get(Number(pid));
  return process === undefined
    ? undefined
    : { directory, path, mount, process, isDescriptors: last !== undefined };
}

/** The names of a directory, in the order of a listing. */
function namesIn(state: State, { process, isDescriptors }: Place): string[] {
  if (process === undefined) {
    const pids = [...state.processes.entries()].map(([pid]) => `${pid}`);
    return ["self", ...Object.keys(MACHINE_TEXTS).sort(), ...pids];
  }
  if (isDescriptors) return [...process.descriptors.entries()].map(([descriptor]) => `${descriptor}`);
  return ["fd", ...Object.keys(PROCESS_TEXTS), "pagemap", "exe"].sort();
}

function entryOf(state: State, place: Place, name: string, pid: number): SyntheticNode | undefined {
  const told = place.process === undefined
    ? toldInRoot(state, name, pid)
    : place.isDescriptors
    ? toldDescriptor(state, place.process, name)
    : toldOfProcess(state, place.process, name);
  if (told === undefined) return undefined;
  const owner = place.process ?? (told.fileKind === FILE_DIRECTORY ? state.process(Number(name)) : undefined);
  return {
    fileSystem: FS_PROC,
    mount: place.mount,
    number: numberOf(place, name),
    path: `${place.path}/${name}`,
    parent: place.directory,
    uid: owner?.credentials.effectiveUid ?? 0,
    gid: owner?.credentials.effectiveGid ?? 0,
    ...told,
  };
}

function toldInRoot(state: State, name: string, pid: number): Told | undefined {
  if (name === "self") return { fileKind: FILE_SYMLINK, mode: LINK_MODE, target: `${pid}` };
  if (name in MACHINE_TEXTS) return { fileKind: FILE_TOLD, mode: TEXT_MODE };
  const isProcess = /^[1-9]\d{0,9}$/.test(name) && state.processes.get(Number(name)) !== undefined;
  return isProcess ? { fileKind: FILE_DIRECTORY, mode: DIRECTORY_MODE } : undefined;
}

function toldOfProcess(state: State, process: Process, name: string): Told | undefined {
  if (name === "fd") return { fileKind: FILE_DIRECTORY, mode: PRIVATE_DIRECTORY_MODE };
  if (name === "pagemap") return { fileKind: FILE_TOLD, mode: PRIVATE_MODE };
  if (name === "exe") return executableOf(state, process);
  if (name === "oom_score_adj") return { fileKind: FILE_TOLD, mode: CHANGEABLE_MODE };
  return name in PROCESS_TEXTS ? { fileKind: FILE_TOLD, mode: TEXT_MODE } : undefined;
}

/** The link to the program's file: what its lowest executable mapping shows. */
function executableOf(state: State, { space }: Process): Told | undefined {
  const vmas = space === 0 ? [] : [...state.space(space).vmas.items()];
  const text = vmas.find(({ file, flags }) => file !== 0 && (flags & VM.EXEC) !== 0);
  if (text === undefined) return undefined;
  return {
    fileKind: FILE_SYMLINK,
    mode: LINK_MODE,
    target: inodeName(state.inode(text.inode)),
    jump: text.inode,
  };
}

function toldDescriptor(state: State, { descriptors }: Process, name: string): Told | undefined {
  const entry = /^(0|[1-9]\d{0,9})$/.test(name) ? descriptors.get(Number(name)) : undefined;
  if (entry === undefined) return undefined;
  const file = state.file(entry.file);
  return {
    fileKind: FILE_SYMLINK,
    mode: (file.isReadable ? MAY_READ_LINK : 0) | (file.isWritable ? MAY_WRITE_LINK : 0),
    target: inodeName(state.inode(file.inode)),
    jump: file.inode,
  };
}

/** The number that stat(2) tells: a path keeps it. */
function numberOf({ process, isDescriptors }: Place, name: string): number {
  if (process === undefined) {
    const pid = Number(name);
    return pid > 0
      ? pid * NUMBERS_PER_PROCESS
      : FIRST_NUMBER + ["self", ...Object.keys(MACHINE_TEXTS)].indexOf(name);
  }
  const first = process.pid * NUMBERS_PER_PROCESS;
  if (isDescriptors) return first + FIRST_DESCRIPTOR_NUMBER + Number(name);
  return first + 1 + ["fd", "pagemap", "exe", ...Object.keys(PROCESS_TEXTS)].indexOf(name);
}
