/**
 * Addresses as answers print them: relative to the area they lie in, so that they are the same on every machine.
 *
 *     0 ─────── B ──────────── A ────────────── A + 16 TiB ─────── T ───── task size ─────── 2^64
 *       0x…       B+0x…          A+0x…             T-0x…           T+0x…          0x…
 *
 * AT1. Printing and reading are inverse for every address in 0 … 2^64-1.
 */

/** Where the areas begin. */
export interface AddressAreas {
  /** Area for explicit addresses. */
  readonly A: bigint;
  /** Heap. */
  readonly B: bigint;
  /** End of the top-down area. */
  readonly T: bigint;
  /** First address beyond user space. */
  readonly taskSize: bigint;
}

/** How long the area for explicit addresses is, in bytes. */
export const explicitAreaBytes = 1n << 44n;

/** The areas that a header names. */
export function areasOf(header: { A: string; B: string; T: string; task_size: string }): AddressAreas {
  return {
    A: BigInt(header.A),
    B: BigInt(header.B),
    T: BigInt(header.T),
    taskSize: BigInt(header.task_size),
  };
}

/** Prints an address, taken modulo 2^64. */
export function printAddress(address: bigint | number, areas: AddressAreas): string {
  const exact = BigInt.asUintN(64, BigInt(address));
  const areaEnd = areas.A + explicitAreaBytes;
  if (exact >= areas.A && exact < areaEnd) return `A+0x${(exact - areas.A).toString(16)}`;
  if (exact >= areas.B && exact < areas.A) return `B+0x${(exact - areas.B).toString(16)}`;
  if (exact >= areaEnd && exact < areas.T) return `T-0x${(areas.T - exact).toString(16)}`;
  if (exact >= areas.T && exact < areas.taskSize) return `T+0x${(exact - areas.T).toString(16)}`;
  return `0x${exact.toString(16)}`;
}

/** Reads what {@link printAddress} printed; undefined for any other text. */
export function parseAddress(text: string, areas: AddressAreas): bigint | undefined {
  const match = /^(?:([ABT])([+-]))?(0x[0-9a-f]+)$/.exec(text);
  if (match === null) return undefined;
  const offset = BigInt(match[3]);
  const base = match[1] === undefined ? 0n : areas[match[1] as "A" | "B" | "T"];
  return BigInt.asUintN(64, match[2] === "-" ? base - offset : base + offset);
}
