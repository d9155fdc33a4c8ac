/**
 * The operations of a script that are accesses of user code: touch, crash, loads, stores, read and fill.
 */
import {
  type AccessSignal,
  deliverSignal,
  fillMemory,
  loadBytes,
  loadWord,
  nonCanonicalSignal,
  SIGNAL,
  storeWord,
  touchMemory,
} from "@palimpsest/kernel";
import { bytesFields, Fnv1a64 } from "./runs_text.ts";
import type { ScriptCall } from "./script_op.ts";
import type { Answer, ScriptProcess, ScriptRun } from "./script_run.ts";
import { wordOf } from "./word.ts";

/** A range that is read may be larger than any array: it is read in parts. */
const READ_PART_BYTES = 1 << 20;

type Touch = Extract<ScriptCall<bigint>, { op: "touch" | "crash" }>;
type Load = Extract<ScriptCall<bigint>, { op: "load8" | "load1" }>;
type Store = Extract<ScriptCall<bigint>, { op: "store8" | "store1" | "add8" }>;

/** Runs an access; undefined when the operation is none. */
export function runAccess(
  run: ScriptRun,
  actor: ScriptProcess,
  call: ScriptCall<bigint>,
): Answer | undefined {
  switch (call.op) {
    case "touch":
    case "crash":
      return touch(run, actor, call);
    case "load8":
    case "load1":
      return load(run, actor, call);
    case "store8":
    case "store1":
    case "add8":
      return store(run, actor, call);
    case "read":
      return readRange(run, actor, call);
    case "fill": {
      const { done, signal } = fillMemory(
        run.machine,
        actor.pid,
        wordOf(call.address),
        wordOf(call.lengthBytes),
        Number(call.value & 0xffn),
      );
      return { done, ...signalFields(run, actor, signal) };
    }
    default:
      return undefined;
  }
}

/** The signal that an access met. Nobody survives SIGKILL: memory has run out (the answer is then that the process died). */
function signalFields(run: ScriptRun, actor: ScriptProcess, signal: AccessSignal | undefined): Answer {
  if (signal === undefined) return {};
  if (signal.signal === "SIGKILL") deliverSignal(run.machine, actor.pid, SIGNAL.SIGKILL);
  return { sig: signal.signal, code: signal.code, at: run.address(signal.address) };
}

function touch(run: ScriptRun, actor: ScriptProcess, call: Touch): Answer {
  const count = Number(call.count);
  if (call.access === "x" && BigInt.asUintN(64, call.address) === 0n && count > 0) {
    return loseTheThread(run, actor);
  }
  for (let done = 0; done < count; done++) {
    const address = wordOf(BigInt.asUintN(64, call.address + BigInt(done) * call.stepBytes));
    const signal = call.access === "w"
      ? fillMemory(run.machine, actor.pid, address, 1, Number(call.value & 0xffn)).signal
      : touchMemory(run.machine, actor.pid, address, { execute: call.access === "x" });
    if (signal === undefined) continue;
    return call.op === "crash" ? die(run, actor, signal) : { done, ...signalFields(run, actor, signal) };
  }
  return { done: count };
}

/** The oracle keeps the target of an instruction fetch in a word that means "none" when it is 0: it gives up, exit 99. */
function loseTheThread(run: ScriptRun, actor: ScriptProcess): Answer {
  touchMemory(run.machine, actor.pid, 0, { execute: true });
  run.machine.call(actor.pid, "exit_group", { status: 99 });
  actor.live = false;
  return { died: true };
}

function die(run: ScriptRun, actor: ScriptProcess, { signal, address }: AccessSignal): Answer {
  deliverSignal(run.machine, actor.pid, SIGNAL[signal], 0, address);
  actor.live = false;
  return { died: true };
}

function load(run: ScriptRun, actor: ScriptProcess, call: Load): Answer {
  const bytes = new Uint8Array(call.op === "load8" ? 8 : 1);
  const { signal } = loadWord(run.machine, actor.pid, wordOf(call.address), bytes);
  return signal === undefined
    ? { val: `0x${littleEndian(bytes).toString(16)}` }
    : signalFields(run, actor, signal);
}

function store(run: ScriptRun, actor: ScriptProcess, call: Store): Answer {
  const address = wordOf(call.address);
  const bytes = new Uint8Array(call.op === "store1" ? 1 : 8);
  let value = call.value;
  if (call.op === "add8") {
    const signal = touchWord(run, actor, address);
    if (signal !== undefined) return signalFields(run, actor, signal);
    loadBytes(run.machine, actor.pid, address, bytes);
    value += littleEndian(bytes);
  }
  bytes.forEach((_, index) => bytes[index] = Number((value >> BigInt(8 * index)) & 0xffn));
  const { signal } = storeWord(run.machine, actor.pid, address, bytes);
  return signal === undefined ? {} : signalFields(run, actor, signal);
}

/** A read-modify-write asks for the right to write first. */
function touchWord(run: ScriptRun, actor: ScriptProcess, address: number): AccessSignal | undefined {
  const beyond = nonCanonicalSignal(address, 8);
  if (beyond !== undefined) return beyond;
  const first = touchMemory(run.machine, actor.pid, address, { write: true });
  const last = address + 7;
  if (first !== undefined || Math.floor(address / 4096) === Math.floor(last / 4096)) return first;
  return touchMemory(run.machine, actor.pid, last - last % 4096, { write: true });
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function readRange(
  run: ScriptRun,
  actor: ScriptProcess,
  call: Extract<ScriptCall<bigint>, { op: "read" }>,
): Answer {
  const lengthBytes = Number(call.lengthBytes);
  const hash = new Fnv1a64();
  let bytes = new Uint8Array(Math.min(lengthBytes, READ_PART_BYTES));
  for (let read = 0; read < lengthBytes; read += bytes.length) {
    bytes = bytes.subarray(0, lengthBytes - read);
    const { done, signal } = loadBytes(run.machine, actor.pid, wordOf(call.address) + read, bytes);
    if (signal !== undefined) return { done: read + done, ...signalFields(run, actor, signal) };
    hash.add(bytes);
  }
  return {
    done: lengthBytes,
    ...(lengthBytes <= READ_PART_BYTES ? bytesFields(bytes) : { fnv: hash.toHex() }),
  };
}
