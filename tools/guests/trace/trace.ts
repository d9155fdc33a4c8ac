/**
 * A trace of allocator requests (`.rep`), in memory: what a program asked malloc for, in order.
 *
 *      kind      what it stands for                           written
 *      malloc    malloc(size)                                 a ID SIZE
 *      calloc    calloc(1, size)                              c ID SIZE
 *      memalign  aligned_alloc(alignment, size)               m ID ALIGNMENT SIZE
 *      realloc   realloc(block, size); of no block: malloc    r ID SIZE
 *      free      free(block); ID -1: free(NULL)               f ID
 *
 *   TR1  Ids count from 0 in the order blocks are first allocated, and are never used again; realloc keeps the id.
 *   TR2  Columns of typed arrays: a trace of a million requests takes 17 MB and no garbage.
 */

/** Kinds of requests, as they stand in TraceColumns.kinds. */
export const REQUEST = { malloc: 0, calloc: 1, memalign: 2, realloc: 3, free: 4 } as const;

/** The requests of a trace. */
export interface Trace {
  /** What people call it: the file's name without folder and endings. */
  readonly name: string;
  /** Different blocks: ids are 0 … idCount - 1. */
  readonly idCount: number;
  /** One entry a request. */
  readonly kinds: Uint8Array;
  readonly ids: Int32Array;
  /** Bytes asked for; 0 of a free. */
  readonly sizes: Float64Array;
  /** Alignment asked for; 0 of all but memalign. */
  readonly alignments: Int32Array;
}
