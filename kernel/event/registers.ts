/**
 * Registers: the numbers that encoder and decoder keep in step, and that near() fields are predicted by.
 *
 *     0        1 …                                                                    one array of doubles
 *     ┌──────┬───────────────────┬────────────────┬────────────────┬─ … ─┬─────────────────┐
 *     │ bank │ shared registers  │ bank 0         │ bank 1         │     │ bank 15         │
 *     └──────┴───────────────────┴────────────────┴────────────────┴─ … ─┴─────────────────┘
 *      where the bank in use begins
 *
 * What a process touches next lies near what it touched last, not near what another one did. So a register exists once
 * for each bank, and an event's process chooses the bank. (Measured on the benchmark's mix: 1.4 bytes an event less.)
 * Shared are the process itself, and what all processes take from one supply: frames, new ids.
 *
 * R1  A header's field of register "process" chooses bank process mod 16, as soon as it is coded or found absent; the
 *     fields after it, the effects and the outcome use that bank. A header without such a field leaves the bank as it is.
 * R2  At the start of a block every register of every bank is 0, and bank 0 is in use.
 */

/** The register whose field in a header chooses the bank. */
export const BANK_REGISTER = "process";
const BANK_COUNT = 16;
const BANK_AT = 0;
/** Registers that all banks share. */
const SHARED: ReadonlySet<string> = new Set([BANK_REGISTER, "frame", "block", "freedBlock"]);

/** Where the registers of a schema stand in their array. */
export class RegisterLayout {
  /** How many numbers the array holds. */
  readonly length: number;
  private readonly shared: readonly string[];
  private readonly banked: readonly string[];

  /** The layout of registers of these names. */
  constructor(names: readonly string[]) {
    this.shared = names.filter((name) => SHARED.has(name));
    this.banked = names.filter((name) => !SHARED.has(name));
    this.length = this.firstBank + BANK_COUNT * this.banked.length;
  }

  /** Registers as they are at the start of a block. */
  create(): Float64Array {
    const registers = new Float64Array(this.length);
    this.reset(registers);
    return registers;
  }

  /** Sets registers to what they are at the start of a block (R2). */
  reset(registers: Float64Array): void {
    registers.fill(0);
    registers[BANK_AT] = this.firstBank;
  }

  /** Source text for a register of an array `g`, where `k` is the place of the bank in use. */
  reference(name: string): string {
    const shared = this.shared.indexOf(name);
    return shared >= 0 ? `g[${1 + shared}]` : `g[k + ${this.banked.indexOf(name)}]`;
  }

  /** Source text for the place of the bank in use. */
  bankInUse(): string {
    return `g[${BANK_AT}]`;
  }

  /** Source text for the place of a process's bank. */
  bankOf(process: string): string {
    return `${this.firstBank} + (${process} & ${BANK_COUNT - 1}) * ${this.banked.length}`;
  }

  /** Source text that chooses a process's bank (R1); `k` is its place from then on. */
  chooseBank(process: string): string {
    return `k = ${this.bankInUse()} = ${this.bankOf(process)};`;
  }

  private get firstBank(): number {
    return 1 + this.shared.length;
  }
}
