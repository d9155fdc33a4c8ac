/**
 * The operations of a script about files and descriptors.
 *
 * The buffers of pread, rd, pwrite and wr lie outside the tested address space: written bytes go into the event, and read
 * bytes are taken from the file after the call.
 */
import { fileBytes } from "@palimpsest/kernel";
import { bytesFields } from "./runs_text.ts";
import type { ScriptCall, ScriptFile } from "./script_op.ts";
import type { Answer, ScriptProcess, ScriptRun } from "./script_run.ts";
import { intOf, positionOf, wordOf } from "./word.ts";

const OUTSIDE = 1;

/** Runs a file operation; undefined when the operation is none. */
export function runFileCall(
  run: ScriptRun,
  actor: ScriptProcess,
  call: ScriptCall<bigint>,
): Answer | undefined {
  const make = (name: string, args: Record<string, number | string | Uint8Array>) =>
    run.resultOf(run.machine.call(actor.pid, name, args));
  switch (call.op) {
    case "open":
      return make("open", { path: pathOf(call.file), flags: intOf(call.flags), mode: call.mode });
    case "memfd":
      return make("memfd_create", { name: call.fileName, flags: 0 });
    case "unlink":
      return make("unlink", { path: pathOf(call.file) });
    case "close":
    case "dup":
    case "fsync":
    case "fdatasync":
      return make(call.op, { fd: intOf(call.fd) });
    case "fsize":
      return fileSize(run, actor, intOf(call.fd));
    case "ftruncate":
      return make("ftruncate", { fd: intOf(call.fd), lengthBytes: positionOf(call.lengthBytes) });
    case "lseek":
      return make("lseek", {
        fd: intOf(call.fd),
        offset: positionOf(call.offset),
        whence: intOf(call.whence),
      });
    case "fallocate":
      return make("fallocate", {
        fd: intOf(call.fd),
        mode: intOf(call.mode),
        offset: positionOf(call.offset),
        lengthBytes: positionOf(call.lengthBytes),
      });
    case "pread":
    case "rd":
      return read(run, actor, call);
    case "pwrite":
      return make("pwrite64", { ...outsideBytes(call), position: positionOf(call.offset) });
    case "wr":
      return make("write", outsideBytes(call));
    case "preadto":
    case "pwritefrom":
      return make(call.op === "preadto" ? "pread64" : "pwrite64", {
        fd: intOf(call.fd),
        buffer: wordOf(call.address),
        lengthBytes: wordOf(call.lengthBytes),
        position: positionOf(call.offset),
      });
    default:
      return undefined;
  }
}

function pathOf({ mount, name }: ScriptFile): string {
  return `${mount}:${name}`;
}

function outsideBytes({ fd, bytes }: { fd: bigint; bytes: Uint8Array }) {
  return { fd: intOf(fd), lengthBytes: bytes.length, outside: OUTSIDE, bytes };
}

function fileSize(run: ScriptRun, actor: ScriptProcess, fd: number): Answer {
  const result = run.machine.call(actor.pid, "fstat", { fd, outside: OUTSIDE });
  return run.resultOf(result < 0 ? result : inodeOf(run, actor, fd).sizeBytes);
}

function inodeOf({ machine }: ScriptRun, actor: ScriptProcess, fd: number) {
  const { state } = machine;
  return state.inode(state.file(state.process(actor.pid).descriptors.get(fd)!.file).inode);
}

function read(
  run: ScriptRun,
  actor: ScriptProcess,
  call: Extract<ScriptCall<bigint>, { op: "pread" | "rd" }>,
): Answer {
  const { machine } = run;
  const fd = intOf(call.fd);
  const entry = machine.state.process(actor.pid).descriptors.get(fd);
  const before = entry === undefined ? 0 : machine.state.file(entry.file).position;
  const args = { fd, lengthBytes: wordOf(call.lengthBytes), outside: OUTSIDE };
  const result = call.op === "rd"
    ? machine.call(actor.pid, "read", args)
    : machine.call(actor.pid, "pread64", { ...args, position: positionOf(call.offset) });
  if (result < 0) return run.resultOf(result);
  const position = call.op === "rd" ? before : positionOf(call.offset);
  const { bytes } = fileBytes(machine.state, inodeOf(run, actor, fd).id, position, result);
  return { ...run.resultOf(result), ...bytesFields(bytes) };
}
