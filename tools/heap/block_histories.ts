/**
 * The lives of the blocks of a heap, as the probes of a log tell them.
 *
 *      malloc, calloc, memalign ──▶ allocated ── free ──▶ freed          realloc: the old one freed, the new one allocated
 *
 *   BH1  An address has the life of its last block. A child of fork() begins with its parent's.
 *   BH2  Lives follow the log: feed the events in their order.
 */

import type { AnyEvent } from "@palimpsest/kernel";

/** An event of a block's life. */
export interface LifeEvent {
  /** Its number in the log. */
  readonly event: number;
  /** malloc, calloc, memalign, realloc or free. */
  readonly kind: string;
  /** Where the program called, if that is known. */
  readonly site: string;
}

/** The life of a block. */
export interface BlockLife {
  readonly address: number;
  readonly block: number;
  readonly sizeBytes: number;
  readonly allocated: LifeEvent;
  readonly freed?: LifeEvent;
}

/** The part of a process's past that it has from itself, or from an ancestor. */
export interface Lineage {
  readonly process: number;
  /** The first event after its fork; 0 for one that was not forked. */
  readonly from: number;
}

/** The lives of all processes' blocks. */
export class BlockHistories {
  private readonly lives = new Map<number, Map<number, BlockLife>>();
  private readonly parents = new Map<number, { readonly parent: number; readonly from: number }>();

  /** Takes the next event in. */
  take(number: number, event: AnyEvent): void {
    const process = event.process as number;
    const { kind } = event;
    if (kind === "fork" || kind === "vfork" || kind === "clone") {
      this.takeFork(number, process, event.result as number);
    } else if (kind === "execve" && event.result === 0) this.lives.delete(process);
    else if (kind === "free") this.end(process, event.address as number, number, event);
    else if (kind === "realloc") this.takeRealloc(process, number, event);
    else if (kind === "malloc" || kind === "calloc" || kind === "memalign") {
      const count = kind === "calloc" ? event.count as number : 1;
      this.begin(process, number, event, count * (event.sizeBytes as number));
    }
  }

  /** The life of the last block at an address in a process. */
  lifeOf(process: number, address: number): BlockLife | undefined {
    return this.lives.get(process)?.get(address);
  }

  /** A process and its ancestors, the youngest first. */
  lineageOf(process: number): Lineage[] {
    const line: Lineage[] = [];
    for (let at: number | undefined = process; at !== undefined;) {
      const origin = this.parents.get(at);
      line.push({ process: at, from: origin?.from ?? 0 });
      at = origin?.parent;
    }
    return line;
  }

  private takeFork(number: number, parent: number, child: number): void {
    if (!(child > 0)) return;
    this.parents.set(child, { parent, from: number });
    this.lives.set(child, new Map(this.lives.get(parent)));
  }

  private takeRealloc(process: number, number: number, event: AnyEvent): void {
    const { address, from } = event;
    if (address === 0) return;
    if (address !== from) this.end(process, from as number, number, event);
    this.begin(process, number, event, event.sizeBytes as number);
  }

  private begin(process: number, number: number, event: AnyEvent, sizeBytes: number): void {
    const address = event.address as number;
    if (address === 0) return;
    const allocated = { event: number, kind: event.kind, site: event.site as string };
    let blocks = this.lives.get(process);
    if (blocks === undefined) this.lives.set(process, blocks = new Map());
    blocks.set(address, { address, block: event.block as number, sizeBytes, allocated });
  }

  private end(process: number, address: number, number: number, event: AnyEvent): void {
    const life = this.lifeOf(process, address);
    if (life === undefined) return;
    const freed = { event: number, kind: event.kind, site: event.site as string };
    this.lives.get(process)!.set(address, { ...life, freed });
  }
}
