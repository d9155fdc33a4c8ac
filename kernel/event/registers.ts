/**
 * Registers: the numbers that encoder and decoder keep in step, and that near() fields are predicted by.
 *
 *     0        1 …                 firstBank                                          two arrays, laid out alike:
 *     ┌──────┬───────────────────┬────────────────┬────────────────┬─ … ─┬─────────────────┐
 *     │ bank │ shared registers  │ bank 0         │ bank 1         │     │ bank 15         │    small: 32-bit integers
 *     ├──────┼───────────────────┼────────────────┼────────────────┼─ … ─┼─────────────────┤
 *     │      │                   │ bank 0         │ bank 1         │     │ bank 15         │    wide: doubles
 *     └──────┴───────────────────┴────────────────┴────────────────┴─ … ─┴─────────────────┘
 *      where the bank in use begins
 *
 * What a process touches next lies near what it touched last, not near what another one did. So a register exists once
 * for each bank, and an event's process chooses the bank. (Measured on the benchmark's mix: 1.4 bytes an event less.)
 * Shared are the process itself, and what all processes take from one supply: frames, new ids.
 *
 * Small are those that count what there can be no 2^31 of. In most events they are all but one, and the engine adds such
 * integers with an instruction; for a sum of doubles that may be whole numbers it asks half a dozen questions, and whom
 * it hands one to asks them again.
 *
 * R1  A header's field of register "process" chooses bank process mod 16, as soon as it is coded or found absent; the
 *     fields after it, the effects and the outcome use that bank. A header without such a field leaves the bank as it is.
 * R2  At the start of a block every register of every bank is 0, and bank 0 is in use.
 * R3  A small register is 0 … 2^31 - 1, and a field of it -1 … 2^31 - 1. It is that of near() fields alone, which are not
 *     signed and have a bias of 1 at most. Other registers but those of signed fields are 0 … 2^53 - 1.
 * R4  A wide register holds the half of its number: that is exact, and it is often no whole number. Of doubles that have
 *     always been whole numbers the engine takes it that they are, adds them as integers of 64 bits, and asks before and
 *     behind whether they are; of others it takes nothing, and adds them with an instruction too.
 */

/** The register whose field in a header chooses the bank. */
export const BANK_REGISTER = "process";
const BANK_COUNT = 16;
const BANK_AT = 0;
/** Registers that all banks share. */
const SHARED: ReadonlySet<string> = new Set([BANK_REGISTER, "frame", "block", "freedBlock"]);
/** Small registers (R3). */
const SMALL: ReadonlySet<string> = new Set([
  BANK_REGISTER,
  ...["space", "toSpace", "anonVma", "block", "freedBlock"],
  ...["frame", "cacheFrame", "byteFrame", "sourceFrame"],
]);

/** Whether a register is a small one (R3). */
export function isSmallRegister(name: string): boolean {
  return SMALL.has(name);
}

/** The greatest number that a register holds which is not that of signed fields (R3). */
export function greatestOf(name: string): number {
  return isSmallRegister(name) ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
}

/** The registers of an encoder or decoder. */
export interface Registers {
  /** The small ones (R3). */
  readonly small: Int32Array;
  /** The wide ones, each at half of its number (R4). */
  readonly wide: Float64Array;
}

/** A copy of registers. */
export function copyRegisters({ small, wide }: Registers): Registers {
  return { small: small.slice(), wide: wide.slice() };
}

/** Source text that declares what the texts of a {@link RegisterLayout} refer to, for registers of this name. */
export function declareRegisters(registers: string): string {
  return `const h = ${registers}.small, g = ${registers}.wide;`;
}

/** Where the registers of a schema stand in their arrays. */
export class RegisterLayout {
  /** How many numbers either array holds. */
  readonly length: number;
  private readonly places = new Map<string, string>();
  private readonly firstBank: number;
  private readonly bankLength: number;

  /** The layout of registers of these names. */
  constructor(names: readonly string[]) {
    const shared = this.place(names.filter((name) => SHARED.has(name)), (index) => `${1 + index}`);
    this.bankLength = this.place(names.filter((name) => !SHARED.has(name)), (index) => `k + ${index}`);
    this.firstBank = 1 + shared;
    this.length = this.firstBank + BANK_COUNT * this.bankLength;
  }

  /** Gives registers their places, small and wide ones counted apart; how many there are of the more numerous. */
  private place(names: readonly string[], placeOf: (index: number) => string): number {
    const small = names.filter((name) => SMALL.has(name));
    const wide = names.filter((name) => !SMALL.has(name));
    for (const [index, name] of small.entries()) this.places.set(name, `h[${placeOf(index)}]`);
    for (const [index, name] of wide.entries()) this.places.set(name, `g[${placeOf(index)}]`);
    return Math.max(small.length, wide.length);
  }

  /** Registers as they are at the start of a block. */
  create(): Registers {
    const registers = { small: new Int32Array(this.length), wide: new Float64Array(this.length) };
    this.reset(registers);
    return registers;
  }

  /** Sets registers to what they are at the start of a block (R2). */
  reset({ small, wide }: Registers): void {
    wide.fill(0);
    small.fill(0);
    small[BANK_AT] = this.firstBank;
  }

  /** Source text for a register of arrays `h` (small) and `g` (wide), where `k` is the place of the bank in use. */
  reference(name: string): string {
    return this.places.get(name)!;
  }

  /** Source text for the number that a register stands for. */
  read(name: string): string {
    return this.number(this.reference(name), name);
  }

  /** Source text that gives a register a number. */
  assign(name: string, number: string): string {
    return `${this.reference(name)} = ${this.content(number, name)};`;
  }

  /** Source text for what a register holds that stands for a number (R4). */
  content(number: string, register: string): string {
    return isSmallRegister(register) ? number : `(${number}) * 0.5`;
  }

  /** Source text for the number that a register's content stands for (R4). */
  number(content: string, register: string): string {
    return isSmallRegister(register) ? content : `${content} * 2`;
  }

  /** Source text for the place of the bank in use. */
  bankInUse(): string {
    return `h[${BANK_AT}]`;
  }

  /** Source text for the place of a process's bank. */
  bankOf(process: string): string {
    return `${this.firstBank} + (${process} & ${BANK_COUNT - 1}) * ${this.bankLength}`;
  }

  /** Source text that chooses a process's bank (R1); `k` is its place from then on. */
  chooseBank(process: string): string {
    return `k = ${this.bankInUse()} = ${this.bankOf(process)};`;
  }
}
