/**
 * Generates the text that reads patterns (pattern.ts). Why as text, codec_source.ts says.
 *
 * What becomes of `{ fault: { process: 4, page: 20, access: is(9) }, pageCopy: { source: 8 } }`, where `h` and `g` are the
 * small and the wide registers, `k` is where the bank in use begins, and `b`, `words` and `p` are the bytes, the same as
 * words, and the place in them:
 *
 *     if ((p + 4 | 0) > b.length) r.corrupt(…);
 *     const w0 = words.getInt32(p, true); p = p + 4 | 0;
 *     let q_process = h[1] + (w0 << 28 >> 28) | 0; if (q_process < 0) r.corrupt(…);
 *     h[1] = q_process; k = h[0] = …;
 *     let q_page = g[k + 2] + (w0 << 8 >> 12) * 0.5; if (!(q_page >= 0 && …)) r.corrupt(…);
 *     let q_space = h[k + 1]; pageCopy.space = q_space; pageCopy.page = q_page * 2;
 *     …
 *     g[k + 2] = q_page;
 *
 *   US1  A register that an event moves is read once and written once: what it is between stands in a variable. Where the
 *        bank changes, banked registers are written before and read again behind.
 */

import type { ByteReader } from "./byte_reader.ts";
import { ADDRESS_SPAN, type IntField, type NearField, SIGNED_SPAN } from "./field.ts";
import { isMoving, isSigned, type PackedField, type PackedRecord, type Pattern } from "./pattern.ts";
import {
  BANK_REGISTER,
  declareRegisters,
  greatestOf,
  isSmallRegister,
  type RegisterLayout,
  type Registers,
} from "./registers.ts";
import type { AnyRecord } from "./schema.ts";

/** Reads what follows a pattern's code into its records, the header's first; moves the registers. */
export type Unpack = (reader: ByteReader, registers: Registers, records: readonly AnyRecord[]) => void;

/** Whether who decodes wants the value of a field; record 0 is the header. */
export type IsWanted = (record: number, field: string) => boolean;

/** Source text that declares what that of {@link unpackSource} refers to, of a reader `r` and registers `h` and `g`. */
export function declareUnpacking(registers: RegisterLayout): string {
  // The place is cut to an integer, here and behind each call, so that the engine keeps it as one.
  return `const b = r.bytes, words = r.words;
    let p = r.position | 0, k = ${registers.bankInUse()}, v;`;
}

/**
 * Source text that decodes what follows a pattern's code into records of these names, the header's first; `spares` are arrays
 * for bytes, as ByteReader.sizedBytes() takes them.
 */
export function unpackSource(
  { code, records, lengthBytes }: Pattern,
  registers: RegisterLayout,
  names: readonly string[],
  isWanted: IsWanted,
): string {
  const lines: string[] = [];
  if (lengthBytes > 0) {
    lines.push(`if ((p + ${lengthBytes} | 0) > b.length) r.corrupt("the bytes end inside an event", p);`);
    for (let at = 0; at < lengthBytes; at += 4) lines.push(loadWord(at, Math.min(4, lengthBytes - at)));
    lines.push(`p = p + ${lengthBytes} | 0;`);
  }
  const held = new HeldRegisters(registers);
  for (const [index, record] of records.entries()) {
    const label = `pattern ${code}: ${record.kind.name}`;
    const use = { label, record, name: names[index], held, isHeader: index === 0 };
    for (const field of record.fields) lines.push(unpackField(field, use, isWanted(index, field.name)));
  }
  lines.push(held.release());
  return lines.join("\n");
}

/** Compiles how what follows a pattern's code is read into its records. */
export function compileUnpack(pattern: Pattern, registers: RegisterLayout): Unpack {
  const names = pattern.records.map((_, index) => `o${index}`);
  const source = `"use strict"; const spares = []; return function unpack(r, y, [${names.join(", ")}]) {
    ${declareRegisters("y")}
    ${declareUnpacking(registers)}
    ${unpackSource(pattern, registers, names, () => true)}
    r.position = p;
  };`;
  return new Function(source)();
}

/** The registers that stand in variables at some place of a text (US1). */
class HeldRegisters {
  private readonly moved = new Map<string, boolean>();
  private count = 0;

  constructor(readonly layout: RegisterLayout) {}

  /** Source text that puts a register into a variable, if it is in none; and the variable's name. */
  hold(name: string): readonly [load: string, variable: string] {
    const isHeld = this.moved.has(name);
    if (!isHeld) this.moved.set(name, false);
    const variable = `q${this.count}_${name}`;
    return [isHeld ? "" : `let ${variable} = ${this.layout.reference(name)};`, variable];
  }

  /** The variable of a register was changed. */
  noteMoved(name: string): void {
    this.moved.set(name, true);
  }

  /** Source text that writes what was changed; no register is in a variable behind it. */
  release(): string {
    const moved = [...this.moved].filter(([, isMoved]) => isMoved);
    const stores = moved.map(([name]) => `${this.layout.reference(name)} = ${this.hold(name)[1]};`);
    this.moved.clear();
    this.count++;
    return stores.join(" ");
  }
}

/** Where a field stands. */
interface Use {
  readonly label: string;
  readonly record: PackedRecord;
  /** The record's name in the text. */
  readonly name: string;
  readonly held: HeldRegisters;
  readonly isHeader: boolean;
}

/** Source text that loads a word of the bits. Of the last one bytes before it are loaded and cut: the code at least. */
function loadWord(at: number, count: number): string {
  const word = `w${at >> 2}`;
  if (count === 4) return `const ${word} = words.getInt32(p + ${at} | 0, true);`;
  if (at + count >= 3) {
    return `const ${word} = words.getInt32(p + ${at + count - 4} | 0, true) >>> ${8 * (4 - count)};`;
  }
  return `const ${word} = b[p]${count === 2 ? " | b[p + 1 | 0] << 8" : ""};`;
}

/** The value of a field's bits. */
function bitsOf({ firstBit, bits, unit, field }: PackedField): string {
  const word = `w${firstBit >> 5}`;
  const shift = firstBit & 31;
  const value = isSigned(field)
    ? `${word} << ${32 - shift - bits} >> ${32 - bits}`
    : `${word} >>> ${shift} & ${2 ** bits - 1}`;
  return unit === 1 ? `(${value})` : `(${value}) * ${unit}`;
}

function unpackField(packed: PackedField, use: Use, isWanted: boolean): string {
  const { name, field, bits, value, behind } = packed;
  const place = `${use.name}.${name}`;
  if (behind === "BYTES") return `r.position = p; ${place} = r.sizedBytes(spares); p = r.position | 0;`;
  if (behind === "WORD") return `r.position = p; r.word(${bitsOf(packed)}, ${place}); p = r.position | 0;`;
  if (field.type === "near") return unpackNear(packed, field, use, isWanted);
  const keep = isWanted ? `${place} = v;` : "";
  if (value !== undefined || bits === 0) return "";
  if (field.type === "int" && field.register !== undefined) {
    return unpackAddress(packed, field, use, isWanted);
  }
  if (field.type === "bool") return `v = ${bitsOf(packed)} !== 0; ${keep}`;
  return `const ${stepName(use, name)} = v = ${bitsOf(packed)}; ${keep}`;
}

/** An int() field with a register (F4), whose bits count what the register counts in, or more. */
function unpackAddress(packed: PackedField, field: IntField, use: Use, isWanted: boolean): string {
  const { held, name } = use;
  const register = field.register!;
  const [load, variable] = held.hold(register);
  const span = held.layout.content(`${ADDRESS_SPAN / field.unit}`, register);
  const difference = bitsOf({ ...packed, unit: packed.unit / field.unit });
  held.noteMoved(register);
  return `${load} v = (${variable} < ${span} ? ${variable} : 0) + ${
    held.layout.content(difference, register)
  };
    if (!(v >= 0 && v < ${span})) ${beyond(use, packed.name)} ${variable} = v;
    ${isWanted ? `${name}.${packed.name} = ${held.layout.number("v", register)} * ${field.unit};` : ""}`;
}

function unpackNear(packed: PackedField, field: NearField, use: Use, isWanted: boolean): string {
  const { held, name } = use;
  const { register } = field;
  const isBank = use.isHeader && register === BANK_REGISTER;
  if (packed.bits === 0 && !isMoving(field) && !isWanted && !isBank) return "";
  const [load, variable] = held.hold(register);
  const read = packed.bits === 0 ? `v = ${variable};` : readNear(packed, field, use, variable);
  const more = field.from === undefined ? "" : ` + ${name}.${field.from}`;
  const keep = isWanted ? `${name}.${packed.name} = ${held.layout.number("v", register)}${more};` : "";
  const move = packed.bits === 0 && !isMoving(field) ? "" : moveNear(field, use, variable);
  // Effects move the register of the process too, and leave the bank: the header chooses, even what is predicted (R1).
  return isBank
    ? `${load} ${read} const process = v; ${keep} ${move} ${held.release()} ${
      held.layout.chooseBank("process")
    }`
    : `${load} ${read} ${keep} ${move}`;
}

/** Source text that adds a difference to a register's content, which becomes v. */
function readNear(packed: PackedField, field: NearField, use: Use, variable: string): string {
  const { layout } = use.held;
  const { register, signed } = field;
  const sum = `v = ${variable} + ${layout.content(bitsOf(packed), register)}`;
  const refuse = beyond(use, packed.name);
  // What is beyond 2^31 is negative as 32 bits, for the difference is below 2^31.
  if (isSmallRegister(register)) return `${sum} | 0; if (v < 0) ${refuse}`;
  const least = signed ? layout.content(`${-SIGNED_SPAN}`, register) : "0";
  const greatest = layout.content(`${signed ? SIGNED_SPAN : greatestOf(register)}`, register);
  return `${sum}; if (!(v >= ${least} && v <= ${greatest})) ${refuse}`;
}

/** Source text that moves a register to a near() field's value, v as its content, and on by what the field says. */
function moveNear({ register, advance, bias }: NearField, use: Use, variable: string): string {
  const { held, record } = use;
  held.noteMoved(register);
  const step = record.fields.find(({ name }) => name === advance);
  const steps = [step && `${step.value ?? stepName(use, step.name)}`, bias === 0 ? undefined : `${bias}`];
  const sum = steps.filter((text) => text !== undefined).join(" + ");
  if (sum === "") return `${variable} = v;`;
  if (isSmallRegister(register)) return `v = v + ${sum} | 0; if (v >= 0) ${variable} = v;`;
  const greatest = held.layout.content(`${greatestOf(register)}`, register);
  return `v = v + ${held.layout.content(sum, register)}; if (v <= ${greatest}) ${variable} = v;`;
}

/** The name of the value of a field that another may advance by. */
function stepName({ record }: Use, field: string): string {
  return `${record.kind.name}_${field}`;
}

function beyond({ label }: Use, name: string): string {
  return `r.corrupt(${JSON.stringify(`${label}: ${name} is beyond what it can be`)}, p);`;
}
