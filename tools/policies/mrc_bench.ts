/**
 * What the miss-ratio curve of a real program's trace costs: nanoseconds a reference, beside a plain stack searched from its
 * top, in the same run. (Of made traces: `deno task bench --only mrc`.)
 *
 *     deno run --allow-read tools/policies/mrc_bench.ts TRACE
 *
 * TRACE is the output of valgrind's lackey, or a .refs file.
 */

import { PageNumbering } from "../guests/references/page_numbering.ts";
import { ReferenceTrace } from "../guests/references/reference_trace.ts";
import { readReferences } from "../guests/references/source.ts";
import { StackDistances } from "./stack_distances.ts";
import { PlainStack } from "./testing/plain_stack.ts";
import { WorkingSet } from "./working_set.ts";

/** The plain stack is slow: of large traces it gets no more references than this. */
const PLAIN_COUNT = 200_000;

function measure(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function report(name: string, milliseconds: number, count: number): number {
  const nanoseconds = milliseconds * 1e6 / count;
  console.log(`${name.padEnd(56)}${nanoseconds.toFixed(0).padStart(8)} ns a reference, ${count} references`);
  return nanoseconds;
}

function compare(name: string, pages: Int32Array): void {
  const distances = new StackDistances();
  const tree = report(
    `${name}: tree`,
    measure(() => pages.forEach((page) => distances.reference(page))),
    pages.length,
  );
  const workingSet = new WorkingSet();
  report(
    `${name}: working set`,
    measure(() => pages.forEach((page) => workingSet.reference(page))),
    pages.length,
  );
  // The last part of the trace, with the pages before it on the stack already.
  const start = Math.max(0, pages.length - PLAIN_COUNT);
  const stack = new PlainStack();
  const known = [...new Set(pages.subarray(0, start))].sort((left, right) =>
    pages.lastIndexOf(left, start - 1) - pages.lastIndexOf(right, start - 1)
  );
  known.forEach((page) => stack.reference(page));
  const part = pages.subarray(start);
  const plain = report(
    `${name}: plain stack`,
    measure(() => part.forEach((page) => stack.reference(page))),
    part.length,
  );
  console.log(`${name}: the plain stack takes ${(plain / tree).toFixed(1)} times as long\n`);
}

async function readTrace(path: string): Promise<void> {
  const start = performance.now();
  const numbering = new PageNumbering();
  const distances = new StackDistances();
  const workingSet = new WorkingSet();
  await readReferences(path, {
    reference(page) {
      const number = numbering.numberOf(page);
      distances.reference(number);
      workingSet.reference(number);
    },
  });
  const milliseconds = performance.now() - start;
  report(`${path}: all of mrc`, milliseconds, distances.referenceCount);
  console.log(`${(milliseconds / 1000).toFixed(2)} s\n`);
  const trace = new ReferenceTrace();
  await readReferences(path, trace);
  compare(path, trace.pageNumbers());
}

if (Deno.args.length === 1) await readTrace(Deno.args[0]);
else {
  console.error("Usage: mrc_bench.ts TRACE; TRACE is the output of valgrind's lackey, or a .refs file.");
  Deno.exit(2);
}
