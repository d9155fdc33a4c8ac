/**
 * The operations of a script that are calls on ranges of addresses.
 */
import { ERRNO, residencyOf } from "@palimpsest/kernel";
import { printMincoreVector } from "./runs_text.ts";
import type { ScriptCall } from "./script_op.ts";
import type { Answer, ScriptProcess, ScriptRun } from "./script_run.ts";
import { flagsOf, intOf, wordOf } from "./word.ts";

/** Bits that no flag word of mmap, of protections and of mremap has: they stand for unknown high bits. */
const UNKNOWN_MAP_FLAG = 0x200;
const UNKNOWN_PROT = 0x10;
const UNKNOWN_MREMAP_FLAG = 8;
/** The native oracle asks for at most this many pages of a vector. */
const VECTOR_PAGES_MAX = 65536n;

/** Runs a call on a range; undefined when the operation is none. */
export function runRangeCall(
  run: ScriptRun,
  actor: ScriptProcess,
  call: ScriptCall<bigint>,
): Answer | undefined {
  const { machine } = run;
  const make = (name: string, args: Record<string, number>) => machine.call(actor.pid, name, args);
  switch (call.op) {
    case "mmap":
      return run.resultOf(
        make("mmap", {
          address: wordOf(call.address),
          lengthBytes: wordOf(call.lengthBytes),
          prot: flagsOf(call.protection, UNKNOWN_PROT),
          flags: flagsOf(call.flags, UNKNOWN_MAP_FLAG),
          fd: intOf(call.fd),
          offset: wordOf(call.offset),
        }),
        true,
      );
    case "munmap":
    case "munlock":
      return run.resultOf(make(call.op, range(call)));
    case "mseal":
      return run.resultOf(make("mseal", { ...range(call), flags: 0 }));
    case "mincore":
      return mincore(run, actor, call);
    case "mprotect":
      return run.resultOf(make("mprotect", { ...range(call), prot: flagsOf(call.protection, UNKNOWN_PROT) }));
    case "madvise":
      return run.resultOf(make("madvise", { ...range(call), advice: intOf(call.advice) }));
    case "msync":
      return run.resultOf(make("msync", { ...range(call), flags: intOf(call.flags) }));
    case "mlock":
      return run.resultOf(
        call.onFault ? make("mlock2", { ...range(call), flags: 1 }) : make("mlock", range(call)),
      );
    case "mremap":
      return run.resultOf(
        make("mremap", {
          oldAddress: wordOf(call.address),
          oldLengthBytes: wordOf(call.oldLengthBytes),
          newLengthBytes: wordOf(call.newLengthBytes),
          flags: flagsOf(call.flags, UNKNOWN_MREMAP_FLAG),
          newAddress: wordOf(call.newAddress),
        }),
        true,
      );
    case "brk":
      return run.resultOf(make("brk", { address: wordOf(call.address) }), true);
    case "sbrk":
      return sbrk(run, actor, call.increment);
    default:
      return undefined;
  }
}

function range(call: { address: bigint; lengthBytes: bigint }): { address: number; lengthBytes: number } {
  return { address: wordOf(call.address), lengthBytes: wordOf(call.lengthBytes) };
}

function mincore(
  run: ScriptRun,
  actor: ScriptProcess,
  call: { address: bigint; lengthBytes: bigint },
): Answer {
  const { address, lengthBytes } = range(call);
  const result = run.machine.call(actor.pid, "mincore", { address, lengthBytes, vector: -1 });
  const answer = run.resultOf(result);
  if (result !== 0) return answer;
  const asked = (call.lengthBytes + 4095n) / 4096n;
  const pageCount = asked > VECTOR_PAGES_MAX ? 1 : Number(asked);
  const { state } = run.machine;
  return {
    ...answer,
    vec: printMincoreVector(residencyOf(state, state.process(actor.pid).space, address / 4096, pageCount)),
  };
}

/** The C library's rule: the old break, or ENOMEM when the break did not become what was asked for. */
function sbrk(run: ScriptRun, actor: ScriptProcess, increment: bigint): Answer {
  const old = run.machine.state.spaceOf(actor.pid).endBreak;
  const wanted = BigInt.asUintN(64, BigInt(old) + increment);
  const result = run.machine.call(actor.pid, "brk", { address: wordOf(wanted) });
  const failed = BigInt(result) !== wanted && increment !== 0n;
  return run.resultOf(failed ? -ERRNO.ENOMEM : old, true);
}
