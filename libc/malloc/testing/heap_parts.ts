/**
 * The parts of a palimpsest heap, put together as Palimpsest does, for tests of each of them.
 */

import { MemoryView } from "../../memory/memory_view.ts";
import { ProgramBreak } from "../../memory/program_break.ts";
import { type HeapProcess, heapProcess, type HeapProcessOptions } from "../../testing/heap_process.ts";
import type { HeapSummary } from "../allocator.ts";
import { checkHeap } from "../palimpsest/check_heap.ts";
import { ChunkHeap } from "../palimpsest/chunk_heap.ts";
import { FreeTree } from "../palimpsest/free_tree.ts";
import { HeapEdges } from "../palimpsest/heap_edges.ts";
import { HeapMemory } from "../palimpsest/heap_memory.ts";
import { KIND, ROOT } from "../palimpsest/layout.ts";
import { PageReturn } from "../palimpsest/page_return.ts";
import { SlabMap } from "../palimpsest/slab_map.ts";
import { Slabs } from "../palimpsest/slabs.ts";

/** Bytes of static memory before the heap's static area: the program break. */
const BREAK_BYTES = 16;

/** A heap in a process of its own, that has not begun. */
export interface HeapParts extends HeapProcess {
  readonly programBreak: ProgramBreak;
  readonly heap: HeapMemory;
  readonly tree: FreeTree;
  readonly edges: HeapEdges;
  readonly chunks: ChunkHeap;
  readonly map: SlabMap;
  readonly slabs: Slabs;
  readonly returns: PageReturn;
  /** The memory as checks see it. */
  readonly view: MemoryView;
  /** Checks the whole heap. */
  check(): HeapSummary;
  /** The kinds of its chunks in order of addresses, as words: "free hole used". */
  kinds(): string;
}

/** Makes the parts of a heap; makes no access. */
export function heapParts(options: HeapProcessOptions = {}): HeapParts {
  const process = heapProcess(options);
  const { machine, space, statics } = process;
  const programBreak = new ProgramBreak(space, statics);
  const heap = new HeapMemory(space, statics + BREAK_BYTES);
  const tree = new FreeTree(heap);
  const edges = new HeapEdges(heap, tree, programBreak);
  const chunks = new ChunkHeap(heap, tree, edges);
  const map = new SlabMap(heap, chunks);
  const slabs = new Slabs(heap, chunks, map);
  const returns = new PageReturn(heap, tree, edges);
  const view = new MemoryView(machine.state, space.pid);
  const check = () => checkHeap(view, heap.root);
  const kinds = () => kindsOf(heap);
  return { ...process, programBreak, heap, tree, edges, chunks, map, slabs, returns, view, check, kinds };
}

function kindsOf(heap: HeapMemory): string {
  const names = Object.keys(KIND);
  const found: string[] = [];
  const end = heap.field(ROOT.end);
  for (let index = 0; index < end; index += heap.size(index)) found.push(names[heap.word(index) & 3]);
  return found.join(" ");
}
