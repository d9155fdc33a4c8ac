/**
 * Soak of the allocators: random sequences of malloc, realloc and free beside a naive model, the whole heap checked
 * after every operation.
 *
 * Seed S is one sequence for each allocator, with each choice that it has: every tenth is a long one.
 */
import { allAllocators } from "@palimpsest/libc";
import { HeapRun } from "../../libc/malloc/testing/heap_run.ts";
import { messageOf } from "../command_line/failure.ts";
import type { RoundResult, Soak, SoakRound } from "./soak.ts";

const SHORT_OPERATIONS = 40;
const LONG_OPERATIONS = 300;
const LONG_EVERY = 10;

/** Random sequences on every allocator. */
export const heapsSoak: Soak = {
  name: "heaps",
  summary: "random operations on every allocator, with the heap checked after each",
  unit: "sequences",
  round,
};

function round({ seed }: SoakRound): Promise<RoundResult> {
  const failures: string[] = [];
  const makings = allAllocators();
  const operationCount = seed % LONG_EVERY === 0 ? LONG_OPERATIONS : SHORT_OPERATIONS;
  for (const making of makings) {
    try {
      new HeapRun(making, seed).run(operationCount);
    } catch (error) {
      failures.push(`${making.name}: ${messageOf(error)}`);
    }
  }
  return Promise.resolve({ tried: makings.length, failures });
}
