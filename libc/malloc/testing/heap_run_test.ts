/** Random runs of every allocator beside a model, and the proof that they find mistakes. */
import { assertThrows } from "@std/assert";
import type { UserSpace } from "../../memory/user_space.ts";
import type { AllocatorMaking } from "../allocator.ts";
import { allAllocators, DEFAULT_ALLOCATOR } from "../allocators.ts";
import { Palimpsest } from "../palimpsest/palimpsest.ts";
import { HeapRun } from "./heap_run.ts";

for (const making of allAllocators()) {
  Deno.test(`${making.name}: random operations agree with a list of blocks`, () => {
    for (let seed = 1; seed <= 8; seed++) new HeapRun(making, seed).run(60);
  });
}

/** The default allocator with a mistake: a class that changes how it allocates. */
function withMistake(mistaken: typeof Palimpsest): AllocatorMaking {
  return {
    ...DEFAULT_ALLOCATOR,
    make: (space: UserSpace, at, programBreak) => new mistaken(space, at, programBreak),
  };
}

Deno.test("a run finds blocks that are too small", () => {
  class TooSmall extends Palimpsest {
    override allocate(sizeBytes: number, alignmentBytes: number): number {
      return super.allocate(Math.floor(sizeBytes / 2), alignmentBytes);
    }
  }
  assertThrows(() => new HeapRun(withMistake(TooSmall), 1).run(40), Error, "bytes has");
});

Deno.test("a run finds blocks that are given twice", () => {
  class Twice extends Palimpsest {
    private last = 0;
    override allocate(sizeBytes: number, alignmentBytes: number): number {
      if (this.last !== 0 && super.usableBytes(this.last) >= sizeBytes) return this.last;
      this.last = super.allocate(sizeBytes, alignmentBytes);
      return this.last;
    }
    override release(): void {}
  }
  assertThrows(() => new HeapRun(withMistake(Twice), 2).run(60), Error, "overlap");
});

Deno.test("a run finds what resizing does not keep", () => {
  class Forgetful extends Palimpsest {
    override resize(address: number, sizeBytes: number): number {
      const moved = super.allocate(sizeBytes, 16);
      super.release(address);
      return moved;
    }
  }
  assertThrows(() => new HeapRun(withMistake(Forgetful), 2).run(200), Error, "was written to");
});
