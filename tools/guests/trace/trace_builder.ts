/**
 * Making a trace request by request, as a program would make its calls.
 */

import { REQUEST, type Trace } from "./trace.ts";

/** Makes one trace. */
export class TraceBuilder {
  private readonly kinds: number[] = [];
  private readonly ids: number[] = [];
  private readonly sizes: number[] = [];
  private idCount = 0;

  /** malloc(): the new block's id. */
  malloc(sizeBytes: number): number {
    return this.add(REQUEST.malloc, this.idCount++, sizeBytes);
  }

  /** calloc(): the new block's id. */
  calloc(sizeBytes: number): number {
    return this.add(REQUEST.calloc, this.idCount++, sizeBytes);
  }

  /** realloc() of a live block. */
  realloc(id: number, sizeBytes: number): void {
    this.add(REQUEST.realloc, id, sizeBytes);
  }

  /** free() of a live block. */
  free(id: number): void {
    this.add(REQUEST.free, id, 0);
  }

  /** The trace as it stands. */
  build(name: string): Trace {
    return {
      name,
      idCount: this.idCount,
      kinds: Uint8Array.from(this.kinds),
      ids: Int32Array.from(this.ids),
      sizes: Float64Array.from(this.sizes),
      alignments: new Int32Array(this.kinds.length),
    };
  }

  /** Requests so far. */
  get length(): number {
    return this.kinds.length;
  }

  private add(kind: number, id: number, sizeBytes: number): number {
    this.kinds.push(kind);
    this.ids.push(id);
    this.sizes.push(sizeBytes);
    return id;
  }
}
