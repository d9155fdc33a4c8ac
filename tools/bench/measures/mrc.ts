/**
 * Miss-ratio curves: the cost of a reference in one pass over a trace (stack distances by a tree), beside a plain stack that
 * is searched from its top.
 *
 *   MB1  The traces are made: loops over a number of pages, with every fourth reference anywhere among them. The deeper the
 *        stack is searched, the longer the plain one takes; it gets the last part of the trace only.
 */
import { Random } from "../../../kernel/testing/random.ts";
import { StackDistances } from "../../policies/stack_distances.ts";
import { PlainStack } from "../../policies/testing/plain_stack.ts";
import type { BenchRun } from "../bench_run.ts";
import { atMost, countText, type Result } from "../result.ts";
import { judged, scaled } from "../spread.ts";

const REFERENCE_COUNT = 10_000_000;
const PAGE_COUNTS = [100, 1_000, 10_000];
/** References that the plain stack gets. */
const PLAIN_COUNT = 100_000;
const REPETITIONS = 3;
/** Nanoseconds a reference: 10^7 references in 20 seconds. */
const BAR = 2_000;

/** Measures miss-ratio curves. */
export async function* measureMrc(run: BenchRun): AsyncGenerator<Result> {
  for (const pageCount of PAGE_COUNTS) yield* curveCosts(run, pageCount, REFERENCE_COUNT);
}

/** What a reference costs in a trace of so many pages, in both ways. */
export async function* curveCosts(
  run: BenchRun,
  pageCount: number,
  referenceCount: number,
): AsyncGenerator<Result> {
  const setting = `${countText(referenceCount)} references to ${countText(pageCount)} pages`;
  const trace = madeTrace(pageCount, referenceCount);
  const common = { measure: "mrc", setting, unit: "ns/reference" };
  const tree = await run.time(setting, () => new StackDistances(), (distances) => {
    for (const page of trace) distances.reference(page);
  }, REPETITIONS);
  const ours = scaled(tree, 1e6 / referenceCount);
  yield { ...common, what: "the whole curve", ...ours, bar: atMost(BAR, "ns/reference", judged(ours)) };
  const part = trace.subarray(-PLAIN_COUNT);
  const stack = new PlainStack();
  for (let page = 0; page < pageCount; page++) stack.reference(page);
  const plain = scaled(
    await run.time(`${setting}, plain stack`, () => {}, () => {
      for (const page of part) stack.reference(page);
    }, REPETITIONS),
    1e6 / part.length,
  );
  yield { ...common, what: "a plain stack", ...plain, timesOurs: judged(plain) / judged(ours) };
}

/** Loops over some pages, with references anywhere in between. */
function madeTrace(pageCount: number, referenceCount: number): Int32Array {
  const random = new Random(pageCount);
  let page = 0;
  return Int32Array.from({ length: referenceCount }, () => {
    page = random.chance(1, 4) ? random.below(pageCount) : (page + 1) % pageCount;
    return page;
  });
}
