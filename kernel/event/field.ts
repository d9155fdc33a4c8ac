/**
 * The fields events and effects are declared with.
 *
 * A field says three things at once: the TypeScript type of a value, how it lies in the log, and how it is
 * shown. The tables of kinds are made of these calls; types, codec, printing and reference pages follow from
 * them.
 *
 *     field            value                         in the log, when present        absent when the value is
 *     ---------------  ----------------------------  ------------------------------  -----------------------
 *     uint(default)    integer 0 … 2^53-1            varint                          the default
 *     int(default)     integer -2^53 … 2^53-1        zigzag varint                   the default
 *       with register  integer -2^53+2^47 … 2^53-1   F4                              the default
 *     bool()           true, false                   nothing: its presence bit       false
 *     near(register)   integer -1 … 2^53-1           zigzag difference to register   the register
 *       small          integer -1 … 2^31-1
 *       signed, from   F5
 *     text(default)    well-formed string            byte count varint, UTF-8        the default
 *     bytes()          Uint8Array                    BW4                             empty
 *     list(item)       array of uint, int or text    item count varint, the items    empty
 *
 * F1  A field is plain frozen data; it holds no value and no state.
 * F2  Every value of the types above survives encoding and decoding unchanged.
 * F3  A register is a number the encoder and the decoder keep in step: 0 at the start of a block; once a
 *     near() field is coded it becomes value + advance + bias, unless the value is -1 ("none") or the sum
 *     exceeds 2^53-1, or 2^31-1 when the register is a small one (registers.ts): then it stays. So with frames
 *     taken in ascending order, a run `near("frame", { advance: "count" })` and a single frame `near("frame",
 *     { bias: 1 })` predict each other.
 * F4  An int() field with a register holds words that are mostly addresses. One of 0 … 2^47-1 is stored as its
 *     difference to the register, which it becomes; one beyond as it is; a negative one less 2^47. So the
 *     difference says itself which of the three it is. Near() fields may have the same register: where it is
 *     beyond all addresses, it is taken for 0. With a unit, the register counts in units: it becomes the address
 *     divided by the unit, rounded down.
 * F5  A signed near() field has no "none": it is -2^51 … 2^51. One `from` another field of its record is the same as the
 *     signed field that would hold the difference of the two: what stays the same while both move on.
 *
 * A branded number type is given as type argument: `near<VirtPage>("page")`, `uint<Pid>()`.
 */

/** What every field may carry beside its type. */
export interface FieldNotes {
  /** Name of the formatting function a printer is to use: "address", "hex", "prot", "pages", … */
  readonly print?: string;
  /** One sentence for the reference pages, with the unit. */
  readonly doc?: string;
  /** Whether 0 is left out when a near() field is printed, as it is of a uint(). */
  readonly zeroUnsaid?: boolean;
}

/** A field stored as `T` whose values are of type `V`. */
export interface FieldOf<T extends string, V> extends FieldNotes {
  /** How values are stored: the table above. */
  readonly type: T;
  /**
   * The value that is absent from the log; of a near() field, 0, which is only what its register starts with.
   */
  readonly default: V;
}

/** A non-negative integer up to 2^53-1. */
export type UintField<V extends number = number> = FieldOf<"uint", V>;

/** A signed integer, -2^53 … 2^53-1. */
export interface IntField<V extends number = number> extends FieldOf<"int", V> {
  /** The register that addresses are stored by (F4). */
  readonly register?: string;
  /** What the register counts in: 1, or the size of a page. */
  readonly unit: number;
}

/** Addresses that a register stands for are below this: the lower half of the address space (F4). */
export const ADDRESS_SPAN = 2 ** 47;

/** A truth value; its presence bit is the value. */
export type BoolField = FieldOf<"bool", boolean>;

/** A well-formed string (no lone surrogates). */
export type TextField<V extends string = string> = FieldOf<"text", V>;

/** Raw bytes. */
export type BytesField = FieldOf<"bytes", Uint8Array>;

/** Signed near() fields are not beyond this, either way (F5). */
export const SIGNED_SPAN = 2 ** 51;

/** An integer from -1 ("none") to 2^53-1 or, of a small register, 2^31-1; or a signed one (F5), predicted by a register. */
export interface NearField<V extends number = number> extends FieldOf<"near", V> {
  /** The register's name; all kinds of a schema share the registers. */
  readonly register: string;
  /** A uint() field of the same record whose value the register moves on by, after this field's own value. */
  readonly advance?: string;
  /** What the register moves on by, beside `advance`; an integer ≥ 0. */
  readonly bias: number;
  /** Whether what is predicted may be below -1, and never means "none" (F5). */
  readonly signed: boolean;
  /** The field from which its distance is what is predicted (F5). */
  readonly from?: string;
}

/** What a list may hold. */
export type ItemField = UintField | IntField | TextField;

/** A list of items of one type. */
export interface ListField<I extends ItemField = ItemField>
  extends FieldOf<"list", readonly FieldValue<I>[]> {
  /** The type of the items. */
  readonly item: I;
}

/** Any field. */
export type Field = UintField | IntField | BoolField | NearField | TextField | BytesField | ListField;

/** The TypeScript type of a field's value. */
export type FieldValue<F extends { readonly default: unknown }> = F["default"];

/** Options of {@link near}. */
export interface NearOptions {
  /**
   * Name of a uint() field of the same record: after coding, the register is this field's value plus that
   * one's.
   */
  readonly advance?: string;
  /**
   * A constant ≥ 0 the register moves on by as well (default 0): 1 where each value follows the one before.
   */
  readonly bias?: number;
  /** Default: false (F5). */
  readonly signed?: boolean;
  /** Name of a uint() or near() field of the same record; the field is signed then (F5). */
  readonly from?: string;
}

/** A non-negative integer ≤ 2^53-1, absent from the log while it equals `defaultValue`. */
export function uint<V extends number = number>(defaultValue = 0, notes: FieldNotes = {}): UintField<V> {
  return Object.freeze({ type: "uint", default: defaultValue as V, ...notes });
}

/** A signed integer -2^53 … 2^53-1, absent from the log while it equals `defaultValue`; with a register, F4. */
export function int<V extends number = number>(
  defaultValue = 0,
  notes: FieldNotes & { readonly register?: string; readonly unit?: number } = {},
): IntField<V> {
  return Object.freeze({ type: "int", default: defaultValue as V, unit: 1, ...notes });
}

/** A truth value, which costs its presence bit and no byte. */
export function bool(notes: FieldNotes = {}): BoolField {
  return Object.freeze({ type: "bool", default: false as boolean, ...notes });
}

/**
 * An integer -1 … 2^53-1 (2^31-1 when the register is small) that tends to follow a register: the log holds the signed
 * difference, or nothing when it is 0. Use -1 for "none": it leaves the register alone.
 */
export function near<V extends number = number>(
  register: string,
  options: NearOptions = {},
  notes: FieldNotes = {},
): NearField<V> {
  const signed = options.from !== undefined;
  return Object.freeze({ type: "near", default: 0 as V, register, bias: 0, signed, ...options, ...notes });
}

/** A string, absent from the log while it equals `defaultValue`. */
export function text<V extends string = string>(defaultValue = "", notes: FieldNotes = {}): TextField<V> {
  return Object.freeze({ type: "text", default: defaultValue as V, ...notes });
}

const NO_BYTES = new Uint8Array(0);

/** Raw bytes, absent from the log while empty. */
export function bytes(notes: FieldNotes = {}): BytesField {
  return Object.freeze({ type: "bytes", default: NO_BYTES, ...notes });
}

/** A list of uint(), int() or text() items (an item has no default), absent from the log while empty. */
export function list<I extends ItemField>(item: I, notes: FieldNotes = {}): ListField<I> {
  return Object.freeze({ type: "list", default: Object.freeze([]), item, ...notes });
}
