/** Tests of replaying traces: what is measured, and that an allocator that does wrong is caught. */
import { type Allocator, type AllocatorMaking, DEFAULT_ALLOCATOR, HeapError } from "@palimpsest/libc";
import type { AnyRecord } from "@palimpsest/kernel";
import { assert, assertEquals } from "@std/assert";
import { heapProcess } from "../../../libc/testing/heap_process.ts";
import { parseTrace } from "./parse_trace.ts";
import { type TraceError, type TraceMeasures, TraceReplay } from "./replay_trace.ts";
import type { Trace } from "./trace.ts";

const PAGE_BYTES = 4096;

function traceOf(idCount: number, ...operations: string[]): Trace {
  const text = [0, idCount, operations.length, 0, ...operations].join("\n");
  return parseTrace(new TextEncoder().encode(text), "test.rep");
}

function replay(trace: Trace, making: AllocatorMaking = DEFAULT_ALLOCATOR): TraceMeasures {
  return new TraceReplay(heapProcess().machine, trace, making).run();
}

/** Errors as people are told them. */
function told(errors: readonly TraceError[]): string[] {
  return errors.map(({ operation, sentence }) => `operation ${operation}: ${sentence}`);
}

/** An allocator that takes pages from the break one after another, and never reuses any; `wrong` changes what it does. */
function simple(wrong: Partial<Allocator> = {}): AllocatorMaking {
  return {
    name: "simple",
    about: "a block, its own pages",
    staticBytes: 0,
    make(space, _statics, programBreak) {
      const sizes = new Map<number, number>();
      const allocator: Allocator = {
        allocate(sizeBytes) {
          const address = programBreak.current();
          const pages = Math.max(1, Math.ceil(sizeBytes / PAGE_BYTES));
          if (!programBreak.moveTo(address + pages * PAGE_BYTES)) return 0;
          sizes.set(address, sizeBytes);
          return address;
        },
        release: (address) => void sizes.delete(address),
        resize(address, sizeBytes) {
          const moved = this.allocate(sizeBytes, 16);
          space.copy(moved, address, Math.min(sizes.get(address)!, sizeBytes));
          return moved;
        },
        usableBytes: (address) => sizes.get(address)!,
        isFresh: () => true,
        check: () => ({ blockCount: 0, usableBytes: 0, freeBytes: 0 }),
      };
      return Object.assign(allocator, wrong);
    },
  };
}

Deno.test("payload and footprint are measured after every operation", () => {
  const measures = replay(traceOf(2, "a 0 5000", "a 1 100", "r 1 4000", "f 0", "f -1"), simple());
  assertEquals(measures.operations, 5);
  assertEquals(measures.errors, []);
  assertEquals(measures.peakLiveBytes, 9000);
  assertEquals(measures.liveSum, 5000 + 5100 + 9000 + 4000 + 4000);
  // The page of static data, then two pages, one, one; none comes back.
  assertEquals(measures.peakFootprintBytes, 5 * PAGE_BYTES);
  assertEquals(measures.footprintSum, (3 + 4 + 5 + 5 + 5) * PAGE_BYTES);
  assertEquals(measures.samples.map(([operation, live]) => [operation, live]), [
    [0, 5000],
    [1, 5100],
    [2, 9000],
    [3, 4000],
    [4, 4000],
    [5, 4000],
  ]);
});

Deno.test("calls and faults are counted, those of the drain apart", () => {
  const measures = replay(traceOf(2, "a 0 5000", "a 1 100"), simple());
  assertEquals([measures.calls, measures.drainCalls, measures.callsByName], [3, 0, { brk: 3 }]);
  // Two of the static data, which is read before it is written; two of block 0, one of block 1.
  assertEquals([measures.faults, measures.drainFaults], [5, 0]);
});

Deno.test("blocks that are live at the end are freed in the drain, in order of their ids", () => {
  const { machine } = heapProcess();
  const freed: number[] = [];
  machine.observer = {
    event: ({ kind, block }: AnyRecord) => kind === "free" && freed.push(block as number),
  };
  const { errors, samples } = new TraceReplay(
    machine,
    traceOf(4, "a 0 9", "a 1 9", "a 2 9", "a 3 9", "f 2"),
    simple(),
  ).run();
  assertEquals([freed, errors, samples.at(-1)![1]], [[2, 0, 1, 3], [], 27]);
});

Deno.test("the default allocator replays every kind of request without an error, the same each time", () => {
  const operations = [
    "a 0 1",
    "c 1 300",
    "m 2 4096 50",
    "r 3 70000",
    "r 3 200000",
    "r 0 0",
    "c 4 200000",
    "r 2 5",
    "f 1",
  ];
  const [one, other] = [1, 2].map(() => replay(traceOf(5, ...operations)));
  assertEquals(one.errors, []);
  assertEquals(one, other);
  assert(one.drainCalls > 0 && one.footprintAfterDrainBytes < one.peakFootprintBytes);
  assert(one.peakFootprintBytes >= one.peakLiveBytes);
});

Deno.test("probes can be left out, and what is measured is the same", () => {
  const trace = traceOf(1, "a 0 100", "r 0 200", "f 0");
  const [withProbes, without] = [true, false].map((writesProbes) => {
    const { machine } = heapProcess();
    const kinds: string[] = [];
    machine.observer = { event: ({ kind }: AnyRecord) => kinds.push(kind) };
    const measures = new TraceReplay(machine, trace, DEFAULT_ALLOCATOR, { writesProbes }).run();
    return { measures, probes: kinds.filter((kind) => ["malloc", "realloc", "free"].includes(kind)) };
  });
  assertEquals(without.measures, withProbes.measures);
  assertEquals([withProbes.probes, without.probes], [["malloc", "realloc", "free"], []]);
});

Deno.test("whoever looks on is told at the start and at the end", () => {
  const told: string[] = [];
  new TraceReplay(heapProcess().machine, traceOf(1, "a 0 1", "f 0"), simple())
    .run((done, total) => told.push(`${done}/${total}`));
  assertEquals(told, ["0/2", "2/2"]);
});

Deno.test("blocks that overlap are caught", () => {
  let first = 0;
  const making = simple();
  const overlapping: AllocatorMaking = {
    ...making,
    make(...args) {
      const allocator = making.make(...args);
      const { allocate } = allocator;
      allocator.allocate = (sizeBytes, alignment) => first ||= allocate(sizeBytes, alignment);
      return allocator;
    },
  };
  const { errors } = replay(traceOf(2, "a 0 64", "a 1 64", "f 0"), overlapping);
  assertEquals(told(errors), ["operation 2: block 0 was written to by somebody else"]);
});

Deno.test("a block that is not aligned is caught", () => {
  const making = simple();
  const skewed: AllocatorMaking = {
    ...making,
    make(...args) {
      const allocator = making.make(...args);
      const { allocate } = allocator;
      allocator.allocate = (sizeBytes, alignment) => allocate(sizeBytes + 8, alignment) + 8;
      return allocator;
    },
  };
  assertEquals(told(replay(traceOf(1, "a 0 64"), skewed).errors), ["operation 0: block 0 is not aligned"]);
});

Deno.test("memory that is not zero after calloc is caught", () => {
  const making = simple();
  const stale: AllocatorMaking = {
    ...making,
    make(space, ...rest) {
      const allocator = making.make(space, ...rest);
      const { allocate } = allocator;
      allocator.allocate = (sizeBytes, alignment) => {
        const address = allocate(sizeBytes, alignment);
        space.store8(address + 20, 1);
        return address;
      };
      return allocator;
    },
  };
  assertEquals(told(replay(traceOf(1, "c 0 64"), stale).errors), [
    "operation 0: calloc's block 0 is not zero",
  ]);
});

Deno.test("a realloc that loses what the block held is caught", () => {
  const forgetful = simple({
    resize(_address, sizeBytes) {
      return this.allocate!(sizeBytes, 16);
    },
  });
  const { errors } = replay(traceOf(2, "a 0 64", "a 1 64", "r 1 128"), forgetful);
  assertEquals(told(errors), ["operation 2: realloc lost what block 1 held"]);
});

Deno.test("memory that runs out is an error a block; what follows on that block is not", () => {
  const empty = simple({ allocate: () => 0 });
  const { errors, errorCount, peakLiveBytes } = replay(
    traceOf(2, "a 0 64", "f 0", "c 1 10", "r 1 20"),
    empty,
  );
  assertEquals(told(errors).map((error) => error.replace(/^operation (\d): no memory for /, "$1 ")), [
    "0 64 bytes",
    "2 10 bytes",
    "3 20 bytes",
  ]);
  assertEquals([errorCount, peakLiveBytes], [3, 0]);
});

Deno.test("the first errors are kept with their sentence, all are counted", () => {
  const operations = Array.from({ length: 50 }, (_, id) => `a ${id} 8`);
  const { errors, errorCount } = replay(traceOf(50, ...operations), simple({ allocate: () => 0 }));
  assertEquals([errors.length, errorCount], [20, 50]);
});

Deno.test("what the allocator refuses is an error, and ends the replay", () => {
  const refusing = simple({
    release(address) {
      throw new HeapError("invalid pointer", address);
    },
  });
  const { operations, errors, errorCount } = replay(traceOf(2, "a 0 64", "f 0", "a 1 64"), refusing);
  assertEquals([operations, errorCount, errors[0].operation], [2, 1, 1]);
  assert(errors[0].sentence.startsWith("invalid pointer"));
});

Deno.test("a replay goes request by request, and tells what is live and what counts", () => {
  const replay = new TraceReplay(heapProcess().machine, traceOf(2, "a 0 5000", "a 1 100", "f 0"), simple());
  assert(replay.advance() && replay.advance());
  assertEquals([...replay.liveBlocks()].map(({ sizeBytes }) => sizeBytes), [5000, 100]);
  assertEquals([replay.operationCount, replay.liveBytes, replay.footprint.pageCount], [2, 5100, 4]);
  assertEquals([replay.advance(), replay.advance(), replay.liveBytes], [true, false, 100]);
  replay.drain();
  assertEquals([replay.liveBytes, replay.errorTotal], [0, 0]);
});
