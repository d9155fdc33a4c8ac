/**
 * Random sequences of malloc, calloc, realloc, memalign, free and trim, beside a naive model: a list of blocks with what was
 * written to them. After each operation the whole heap is checked.
 *
 *      seed ──▶ style (sizes, how long blocks live) ──▶ operations ──▶ heap ── check ──▶ next
 *                                                   └──▶ model: disjoint, aligned, contents unchanged
 */

import { assertThat, hex } from "@palimpsest/kernel";
import { Random } from "../../../kernel/testing/random.ts";
import { MemoryView } from "../../memory/memory_view.ts";
import type { UserSpace } from "../../memory/user_space.ts";
import { heapProcess } from "../../testing/heap_process.ts";
import type { AllocatorMaking } from "../allocator.ts";
import { openAllocator } from "../allocators.ts";
import { Malloc } from "../malloc.ts";

/** A block of the model. */
interface ModelBlock {
  readonly sizeBytes: number;
  /** The byte that fills the parts of it that are looked at. */
  readonly mark: number;
}

/** What a sequence is like. */
interface Style {
  readonly greatestBytes: number;
  /** Blocks that are live at most. */
  readonly liveLimit: number;
  /** Of a hundred operations, so many allocate while below the limit. */
  readonly growth: number;
}

const STYLES: readonly Style[] = [
  { greatestBytes: 64, liveLimit: 600, growth: 60 },
  { greatestBytes: 600, liveLimit: 200, growth: 55 },
  { greatestBytes: 5_000, liveLimit: 80, growth: 60 },
  { greatestBytes: 60_000, liveLimit: 30, growth: 50 },
  { greatestBytes: 400_000, liveLimit: 12, growth: 50 },
];
/** Bytes at either end of a block that are written and looked at. */
const EDGE_BYTES = 24;

/** One sequence on one allocator. */
export class HeapRun {
  private readonly random: Random;
  private readonly style: Style;
  private readonly space: UserSpace;
  private readonly memory: MemoryView;
  private readonly live = new Map<number, ModelBlock>();
  private malloc: Malloc;

  /** The sequence that `seed` stands for, on an allocator in a process of its own. */
  constructor(private readonly making: AllocatorMaking, seed: number) {
    this.random = new Random(seed);
    this.style = STYLES[this.random.below(STYLES.length)];
    const { machine, space } = heapProcess({ frameCount: 8192 });
    this.space = space;
    this.memory = new MemoryView(machine.state, space.pid);
    this.malloc = this.openMalloc();
  }

  /** Runs so many operations, each followed by the checks; then frees everything. */
  run(operationCount: number): void {
    for (let count = 0; count < operationCount; count++) {
      this.step();
      this.check();
    }
    for (const address of [...this.live.keys()]) {
      this.free(address);
      this.check();
    }
  }

  private step(): void {
    const { live, random, style } = this;
    if (random.chance(1, 50)) this.malloc = this.openMalloc();
    if (random.chance(1, 60)) this.malloc.trim(random.below(3) * 4096);
    const isFull = live.size >= style.liveLimit;
    const dice = random.below(100);
    if (live.size === 0 || (!isFull && dice < style.growth)) this.allocate();
    else if (dice > 90) this.realloc(this.anyBlock());
    else this.free(this.anyBlock());
  }

  /** A fresh object on the same memory: it must carry on (AL1). */
  private openMalloc(): Malloc {
    const allocator = openAllocator(this.making, this.space);
    this.summarize = () => this.memory.still(() => allocator.check(this.memory));
    return new Malloc(this.space, allocator, { writesProbes: false });
  }

  private summarize = () => ({ blockCount: 0, usableBytes: 0, freeBytes: 0 });

  private allocate(): void {
    const { random } = this;
    const sizeBytes = this.anySize();
    const dice = random.below(10);
    if (dice === 0) return this.keep(this.malloc.memalign(2 ** random.between(3, 14), sizeBytes), sizeBytes);
    if (dice > 2) return this.keep(this.malloc.malloc(sizeBytes), sizeBytes);
    const address = this.malloc.calloc(1, sizeBytes);
    this.expectZero(address, sizeBytes);
    this.keep(address, sizeBytes);
  }

  private realloc(from: number): void {
    const before = this.live.get(from)!;
    const sizeBytes = Math.max(1, this.anySize());
    this.expectMarks(from, before, before.sizeBytes);
    const address = this.malloc.realloc(from, sizeBytes);
    assertThat(address !== 0, "realloc() found no memory");
    this.live.delete(from);
    this.expectMarks(address, before, Math.min(before.sizeBytes, sizeBytes));
    this.keep(address, sizeBytes);
  }

  private free(address: number): void {
    const block = this.live.get(address)!;
    this.expectMarks(address, block, block.sizeBytes);
    this.live.delete(address);
    this.malloc.free(address);
  }

  private keep(address: number, sizeBytes: number): void {
    assertThat(address !== 0, () => `no memory for ${sizeBytes} bytes`);
    assertThat(address % 16 === 0, () => `a block at ${hex(address)}`);
    const usable = this.malloc.usableSize(address);
    assertThat(usable >= sizeBytes, () => `a block of ${sizeBytes} bytes has ${usable}`);
    for (const [other, { sizeBytes: otherBytes }] of this.live) {
      const isApart = address + usable <= other || other + otherBytes <= address;
      assertThat(isApart, () => `blocks at ${hex(address)} and ${hex(other)} overlap`);
    }
    const mark = this.random.between(1, 255);
    for (const [start, lengthBytes] of edgesOf(sizeBytes, sizeBytes)) {
      this.space.fill(address + start, lengthBytes, mark);
    }
    this.live.set(address, { sizeBytes, mark });
  }

  /** The bytes that were marked and lie within the first `lengthBytes` are as they were. */
  private expectMarks(address: number, { sizeBytes, mark }: ModelBlock, lengthBytes: number): void {
    for (const [start, count] of edgesOf(sizeBytes, lengthBytes)) {
      const bytes = this.space.loadBytes(address + start, count);
      assertThat(bytes.every((byte) => byte === mark), () => `the block at ${hex(address)} was written to`);
    }
  }

  private expectZero(address: number, sizeBytes: number): void {
    const bytes = this.space.loadBytes(address, sizeBytes);
    assertThat(bytes.every((byte) => byte === 0), () => `calloc() gave ${hex(address)}, which is not zero`);
  }

  private check(): void {
    const { blockCount } = this.summarize();
    assertThat(
      blockCount <= this.live.size,
      () => `${blockCount} blocks, of which ${this.live.size} are known`,
    );
  }

  private anySize(): number {
    const { random, style } = this;
    if (random.chance(1, 20)) return 0;
    return random.chance(1, 3) ? random.between(1, 48) : random.between(1, style.greatestBytes);
  }

  private anyBlock(): number {
    return [...this.live.keys()][this.random.below(this.live.size)];
  }
}

/** The first and the last bytes of a block, as far as they lie within `lengthBytes`: start and count. */
function edgesOf(sizeBytes: number, lengthBytes: number): [start: number, count: number][] {
  const tail = Math.max(0, sizeBytes - EDGE_BYTES);
  const edges: [number, number][] = [[0, Math.min(EDGE_BYTES, lengthBytes)]];
  if (tail < lengthBytes) edges.push([tail, lengthBytes - tail]);
  return edges;
}
