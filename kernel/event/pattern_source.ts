/**
 * Generates the text that writes patterns (pattern.ts); unpack_source.ts generates that which reads them. Why as text,
 * codec_source.ts says.
 *
 * What becomes of `{ fault: { process: 4, page: 20, access: is(9) }, pageCopy: { source: 8 } }`, where `n0`, `n1` … are the
 * numbers of the fields, `b` are the bytes, and the event stands at `p` of them:
 *
 *     if (((n0 << 28 >> 28 ^ n0) | (n1 << 12 >> 12 ^ n1) | (n3 ^ 9) | …) === 0) {
 *       b[p] = 216;
 *       x = (n0 & 15) << 0 | (n1 & 1048575) << 4 | (n6 & 255) << 24; b[p + 1] = x >> 0; b[p + 2] = x >> 8; …
 *       w.position = p + 5; return true;
 *     }
 *
 * An event is written in its general form first, and then by a pattern over it, if one fits: by the numbers that the
 * general form was made of (codec_source.ts, CS4). So effects can be encoded as they come.
 */

import type { ByteWriter } from "./byte_writer.ts";
import { ABSENT } from "./codec_source.ts";
import { isSigned, type PackedField, type Pattern, WORD_BYTES } from "./pattern.ts";

/**
 * Writes an event, whose general form a writer holds from `start` to its end, by the first pattern that it fits; whether
 * one does.
 */
export type Pack = (writer: ByteWriter, numbers: Int32Array, start: number) => boolean;

/** Up to this length bytes are moved one by one, which is quicker than a call. */
const COPY_LOOP_BYTES = 24;

/** Compiles how events of one kind with the same effects are written: by the first of these patterns that fits. */
export function compilePack(patterns: readonly Pattern[]): Pack {
  const count = patterns[0].records.reduce((sum, { fields }) => sum + fields.length, 0);
  const loads = Array.from({ length: count }, (_, index) => `n${index} = d[${index}]`);
  const source = `"use strict"; return function pack(w, d, p) {
    w.room(${Math.max(...patterns.map(({ lengthBytes }) => 1 + lengthBytes))});
    const b = w.bytes, end = w.position, ${loads.join(", ")};
    let x, kept = 0;
    ${patterns.map(packSource).join("\n")}
    return false;
  };`;
  return new Function("move", source)(move);
}

/**
 * Source text that writes an event by a pattern, if it fits. One jump asks that of all fields together: what is asked of
 * each (misfit) gives 0 when it fits.
 */
function packSource({ code, records, lengthBytes }: Pattern): string {
  const misfits: string[] = [];
  const words: string[][] = Array.from({ length: Math.ceil(lengthBytes / 4) }, () => []);
  let [behind, isWord, base] = ["", "", 0];
  for (const { kind, fields } of records) {
    for (const packed of fields) {
      const number = `n${base + kind.record.fields.findIndex(({ name }) => name === packed.name)}`;
      const { bits, firstBit } = packed;
      misfits.push(misfit(packed, number));
      // Cut to an integer, so that the writer's position stays what the engine keeps as one.
      if (packed.behind === "BYTES") behind = `(${number} | 0)`;
      if (packed.behind === "WORD") [behind, isWord] = ["kept", `&& (kept = ${keptOf(number)}) >= 0`];
      const value = packed.behind === "WORD" ? "kept" : `${number} >> ${Math.log2(packed.unit)}`;
      if (bits > 0) words[firstBit >> 5].push(`(${value} & ${2 ** bits - 1 | 0}) << ${firstBit & 31}`);
    }
    base += fields.length;
  }
  const stores = words.flatMap((parts, word) => {
    const count = Math.min(4, lengthBytes - 4 * word);
    const bytes = Array.from({ length: count }, (_, at) => `b[p + ${1 + 4 * word + at}] = x >> ${8 * at};`);
    return [`x = ${parts.join(" | ")};`, ...bytes];
  });
  const end = `p + ${1 + lengthBytes}`;
  return `if ((${misfits.filter((text) => text !== "").join(" | ") || "0"}) === 0 ${isWord}) {
    ${behind === "" ? "" : `move(b, ${end}, end - ${behind}, ${behind});`}
    b[p] = ${code}; ${stores.join(" ")}
    w.position = ${end}${behind === "" ? "" : ` + ${behind}`}; return true;
  }`;
}

/** Source text of a number that is 0 when a field's number fits. */
function misfit({ field, bits, unit, value, behind }: PackedField, number: string): string {
  if (behind === "BYTES") return `(${number} - 1) >> 31`;
  if (behind === "WORD" || field.type === "bool" && bits > 0) return "";
  if (bits === 0) {
    const isAddress = field.type === "int" && field.register !== undefined;
    return `(${number} ^ ${isAddress ? ABSENT : Number(value ?? 0)})`;
  }
  if (!isSigned(field)) return `(${number} & ${~((2 ** bits - 1) * unit)})`;
  const count = `${number} >> ${Math.log2(unit)}`;
  const rest = unit === 1 ? "" : ` | ${number} & ${unit - 1}`;
  return `((${count}) << ${32 - bits} >> ${32 - bits} ^ ${count})${rest}`;
}

/** How many bytes of a word are kept, which takes `stored` bytes at the end; -1 when it is no word. */
function keptOf(stored: string): string {
  const [whole, cut] = [2 * WORD_BYTES, 2 * WORD_BYTES + 1];
  const count = `b[end - ${stored}]`;
  return `${stored} === 0 ? -1 : ${count} === ${whole} ? ${WORD_BYTES} : ${count} === ${cut} ? b[end - ${stored} + 1] : -1`;
}

/** Moves a few bytes, or many. */
function move(bytes: Uint8Array, to: number, from: number, count: number): void {
  if (to > from || count > COPY_LOOP_BYTES) bytes.copyWithin(to, from, from + count);
  else for (let at = 0; at < count; at++) bytes[to + at] = bytes[from + at];
}
