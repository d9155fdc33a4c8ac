/**
 * Which operations are not executed because they would touch the acting process's own memory: the program text and static
 * data, the vDSO, the stack. The native oracle would saw off the branch it sits on; a simulated kernel has nothing there, and
 * must skip the same operations.
 *
 *     0x10000000 ── 0x121a6000    T ── 0x7ffff7fff000              0x7ffffffde000 ── 0x7ffffffff000
 *       text, data, old break       vvar, vdso        (free)         stack
 *
 * HO1. A range hits when it starts before the end of one of the three and ends after its start; so an empty range hits where
 *      it lies strictly inside. Ranges that wrap past 2^64 hit nothing.
 * HO2. Calls that work on pages count their length rounded up to a page; accesses count exact bytes.
 * HO3. Between vdso and stack scripts may map, touch and unmap like anywhere else; the kernel chooses no addresses there.
 */
import type { RangeOf, ScriptCall } from "./script_op.ts";

const pageBytes = 4096n;
const textStart = 0x10000000n;
const textEnd = 0x121a6000n;
const mmapBase = 0x7ffff7fff000n;
const stackStart = 0x7ffffffde000n;
const stackEnd = 0x7ffffffff000n;
const mapFixed = 0x10n;
const mremapFixed = 0x2n;

/** A range to be tested, in bytes. */
interface TestedRange extends RangeOf<bigint> {
  /** Count the length rounded up to a page, modulo 2^64. */
  readonly wholePages: boolean;
}

/**
 * Whether an operation is skipped as `unsafe`.
 * @param call with its expressions evaluated @param topAddress the address `T`
 */
export function callHitsOwn(call: ScriptCall<bigint>, topAddress: bigint): boolean {
  return rangesOf(call).some((range) => rangeHitsOwn(range, topAddress));
}

/** Whether a range reaches into the process's own memory. */
export function rangeHitsOwn(range: TestedRange, topAddress: bigint): boolean {
  const lengthBytes = range.wholePages
    ? BigInt.asUintN(64, range.lengthBytes + pageBytes - 1n) & ~(pageBytes - 1n)
    : range.lengthBytes;
  const end = range.address + lengthBytes;
  if (end > 1n << 64n) return false;
  const overlaps = (start: bigint, stop: bigint) => range.address < stop && start < end;
  return overlaps(textStart, textEnd) || overlaps(topAddress, mmapBase) || overlaps(stackStart, stackEnd);
}

function rangesOf(call: ScriptCall<bigint>): TestedRange[] {
  switch (call.op) {
    case "mmap":
      return (call.flags & mapFixed) === 0n ? [] : [pages(call)];
    case "munmap":
    case "mprotect":
    case "madvise":
    case "msync":
    case "mlock":
    case "munlock":
    case "mseal":
      return [pages(call)];
    case "mremap":
      return mremapRanges(call);
    case "touch":
    case "crash":
      return [bytes(call.address, touchedBytes(call))];
    case "load8":
    case "store8":
    case "add8":
      return [bytes(call.address, 8n)];
    case "load1":
    case "store1":
      return [bytes(call.address, 1n)];
    case "read":
    case "fill":
    case "preadto":
    case "pwritefrom":
      return [bytes(call.address, call.lengthBytes)];
    default:
      return [];
  }
}

function mremapRanges(call: Extract<ScriptCall<bigint>, { op: "mremap" }>): TestedRange[] {
  const old = pages({ address: call.address, lengthBytes: call.oldLengthBytes || 1n });
  if ((call.flags & mremapFixed) === 0n) return [old];
  return [old, pages({ address: call.newAddress, lengthBytes: call.newLengthBytes })];
}

/** From the first byte to the last; an instruction may be 16 bytes long. */
function touchedBytes(call: Extract<ScriptCall<bigint>, { op: "touch" | "crash" }>): bigint {
  if (call.count === 0n) return 1n;
  return BigInt.asUintN(64, (call.count - 1n) * call.stepBytes + (call.access === "x" ? 16n : 1n));
}

function pages(range: RangeOf<bigint>): TestedRange {
  return { address: range.address, lengthBytes: range.lengthBytes, wholePages: true };
}

function bytes(address: bigint, lengthBytes: bigint): TestedRange {
  return { address, lengthBytes, wholePages: false };
}
