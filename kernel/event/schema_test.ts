/** Tests of the declaration and composition of kinds, and of the types inferred from them. */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { bool, bytes, int, list, near, text, uint } from "./field.ts";
import {
  composeSchema,
  defineEffects,
  defineEvents,
  type EffectOf,
  type EventHeaderOf,
  type EventOf,
  type OutcomeOf,
  type OutcomeRecordOf,
} from "./schema.ts";

type Page = number & { readonly brand: "Page" };

const kernelEffects = defineEffects({
  vmaPut: {
    id: 3,
    doc: "Puts a VMA.",
    fields: {
      space: near("space"),
      page: near<Page>("page", { advance: "count" }),
      count: uint(1),
      locked: bool(),
    },
  },
  named: {
    id: 4,
    doc: "Names it.",
    fields: { name: text(), content: bytes(), frames: list(uint()), names: list(text()) },
  },
});
const fsEffects = defineEffects({
  linkPut: { id: 65, doc: "Puts a link.", fields: { inode: near("inode") } },
});
const kernelEvents = defineEvents({
  mmap: { id: 20, doc: "mmap(2)", fields: { pid: near("pid") }, outcome: { result: int() } },
  fault: { id: 1, doc: "A page fault.", fields: { page: near<Page>("page") } },
});

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
const holds = <T extends true>(value: T): T => value;

Deno.test("the types of effects, headers, outcomes and events follow from the tables", () => {
  type Effects = typeof kernelEffects;
  type Events = typeof kernelEvents;
  type VmaPut = {
    readonly kind: "vmaPut";
    readonly space: number;
    readonly page: Page;
    readonly count: number;
    readonly locked: boolean;
  };
  type Named = {
    readonly kind: "named";
    readonly name: string;
    readonly content: Uint8Array;
    readonly frames: readonly number[];
    readonly names: readonly string[];
  };
  type LinkPut = { readonly kind: "linkPut"; readonly inode: number };
  holds<Same<EffectOf<Effects>, VmaPut | Named>>(true);
  holds<Same<EffectOf<Effects | typeof fsEffects>, VmaPut | Named | LinkPut>>(true);
  holds<Same<EffectOf<Effects, "vmaPut">, VmaPut>>(true);
  holds<Same<EventHeaderOf<Events, "mmap">, { readonly kind: "mmap"; readonly pid: number }>>(true);
  holds<Same<OutcomeOf<Events, "mmap">, { readonly result: number }>>(true);
  // deno-lint-ignore ban-types
  holds<Same<OutcomeOf<Events, "fault">, {}>>(true);
  holds<Same<OutcomeRecordOf<Events, "fault">, { readonly kind: "fault" }>>(true);
  type Mmap = {
    readonly kind: "mmap";
    readonly pid: number;
    readonly effects: readonly LinkPut[];
    readonly result: number;
  };
  holds<Same<EventOf<Events, LinkPut, "mmap">, Mmap>>(true);
});

Deno.test("composeSchema() lists kinds by id and registers by first mention, and finds kinds by name", () => {
  const schema = composeSchema(
    [
      { owner: "fs", firstId: 64, lastId: 95, table: fsEffects },
      { owner: "kernel", firstId: 1, lastId: 63, table: kernelEffects },
    ],
    [{ owner: "kernel", firstId: 1, lastId: 63, table: kernelEvents }],
  );
  assertEquals(schema.effects.map(({ id, name, owner }) => [id, name, owner]), [
    [3, "vmaPut", "kernel"],
    [4, "named", "kernel"],
    [65, "linkPut", "fs"],
  ]);
  assertEquals(schema.events.map(({ id }) => id), [1, 20]);
  assertEquals(schema.registers, ["space", "page", "inode", "pid"]);
  assertEquals(schema.effectByName.get("linkPut")?.id, 65);
  assertEquals(schema.eventByName.get("mmap")?.outcome.fields.map(({ name }) => name), ["result"]);
});

Deno.test("a field that another advances by is coded before it; all others keep their order", () => {
  const schema = composeSchema([{ owner: "kernel", firstId: 1, lastId: 63, table: kernelEffects }], []);
  const { fields, codedFields } = schema.effects[0].record;
  assertEquals(fields.map(({ name }) => name), ["space", "page", "count", "locked"]);
  assertEquals(codedFields.map(({ name }) => name), ["space", "count", "page", "locked"]);
});

Deno.test("composeSchema() refuses an id outside its owner's range, and ids or names that meet", () => {
  const part = (
    table: Record<string, { id: number; doc: string; fields: Record<string, never> }>,
    owner: string,
  ) => ({
    owner,
    firstId: 1,
    lastId: 9,
    table,
  });
  const kind = (id: number) => ({ id, doc: "", fields: {} });
  const compose = (...parts: ReturnType<typeof part>[]) => () => composeSchema(parts, []);
  assertThrows(
    compose(part({ one: kind(10) }, "fs")),
    KernelAssertion,
    "effect one: id 10 is outside the range 1–9 of fs",
  );
  assertThrows(compose(part({ one: kind(1.5) }, "fs")), KernelAssertion, "id 1.5");
  assertThrows(
    compose(part({ one: kind(2) }, "fs"), part({ two: kind(2) }, "libc")),
    KernelAssertion,
    "effect two (2) of libc meets one (2) of fs",
  );
  assertThrows(
    compose(part({ one: kind(2) }, "fs"), part({ one: kind(3) }, "libc")),
    KernelAssertion,
    "one (3) of libc",
  );
  assertThrows(
    () => composeSchema([{ owner: "fs", firstId: 0, lastId: 9, table: {} }], []),
    KernelAssertion,
    "fs: effect ids 0–9",
  );
});

Deno.test("defineEffects() and defineEvents() refuse impossible names, and an advance by no uint()", () => {
  const effect = (fields: Record<string, ReturnType<typeof near>>) => () =>
    defineEffects({ put: { id: 1, doc: "", fields } });
  assertThrows(effect({ kind: near("a") }), KernelAssertion, `effect put: field name "kind" is taken`);
  assertThrows(effect({ effects: near("a") }), KernelAssertion, "taken");
  assertThrows(effect({ "a-b": near("a") }), KernelAssertion, `"a-b" is not an identifier`);
  assertThrows(
    effect({ a: near("a", { advance: "b" }) }),
    KernelAssertion,
    "a advances by b, which is missing",
  );
  assertThrows(effect({ a: near("a", { bias: -1 }) }), KernelAssertion, "bias -1 of a");
  assertThrows(effect({ a: near("a", { advance: "a" }) }), KernelAssertion, "which is near, not uint");
  assertThrows(
    () => defineEvents({ "open-at": { id: 1, doc: "", fields: {} } }),
    KernelAssertion,
    "event open-at: the name is not an identifier",
  );
  assertThrows(
    () => defineEvents({ open: { id: 1, doc: "", fields: { fd: int() }, outcome: { fd: int() } } }),
    KernelAssertion,
    "event open: field fd is in the header and in the outcome",
  );
});

Deno.test("shapes are kept by their presence bits; codes that meet, and fields that are none, are refused", () => {
  const compose = (...shapes: Record<number, readonly string[]>[]) => {
    const fields = { page: near("page"), count: uint(1) };
    const kinds = shapes.map((
      shape,
      index,
    ) => [`put${index}`, { id: 1 + index, doc: "", fields, shapes: shape }]);
    const part = { owner: "kernel", firstId: 1, lastId: 9, table: Object.fromEntries(kinds) };
    return composeSchema([part], []).effects;
  };
  assertEquals([...compose({ 20: [], 21: ["count"] })[0].shapes], [[0, 20], [2, 21]]);
  assertThrows(() => compose({ 20: [] }, { 20: [] }), KernelAssertion, "effect put1: shape 20 meets put0");
  assertEquals([...compose({ 1: [] })[0].shapes], [[0, 1]], "codes of effects are apart from their ids");
  assertThrows(() => compose({ 20: ["frame"] }), KernelAssertion, "shape 20 has a field frame that is none");
  assertThrows(() => compose({ 64: [] }), KernelAssertion, "too many for a shape");
});

Deno.test("patterns are listed by code, and codes that meet are refused", () => {
  const compose = (patterns: Record<number, { put: { page: number } }>) => {
    const fields = { page: near("page") };
    const table = {
      take: { id: 2, doc: "", fields, patterns: { 200: { take: { page: 8 } } } },
      put: { id: 1, doc: "", fields, patterns },
    };
    return composeSchema([], [{ owner: "kernel", firstId: 1, lastId: 9, table }]).patterns;
  };
  const codes = compose({ 201: { put: { page: 8 } }, 193: { put: { page: 8 } } }).map(({ code }) => code);
  assertEquals(codes, [193, 200, 201]);
  const meeting = () => compose({ 200: { put: { page: 8 } } });
  assertThrows(meeting, KernelAssertion, "event put: pattern 200 meets one of take");
});

Deno.test("a field is signed when it is from another, which is a uint() or near() of its record", () => {
  const declare = (from: string) => () =>
    defineEffects({ put: { id: 1, doc: "", fields: { name: text(), offset: near("drift", { from }) } } });
  assertThrows(declare("name"), KernelAssertion, "offset is from name, which is text");
  assertThrows(declare("start"), KernelAssertion, "offset is from start, which is missing");
});

Deno.test("a register of signed fields and of others is refused; addresses and near() fields share one", () => {
  const compose = (address: ReturnType<typeof int> | ReturnType<typeof near>) => {
    const table = { put: { id: 1, doc: "", fields: { page: near("page"), address } } };
    return composeSchema([{ owner: "kernel", firstId: 1, lastId: 9, table }], []);
  };
  const signed = near("page", { signed: true });
  assertThrows(() => compose(signed), KernelAssertion, "register page is that of signed and of other fields");
  assertEquals(compose(int(0, { register: "page", unit: 4096 })).registers, ["page"]);
  for (
    const large of [
      int(0, { register: "frame" }),
      near("frame", { signed: true }),
      near("frame", { bias: 2 }),
    ]
  ) {
    assertThrows(() => compose(large), KernelAssertion, "register frame is small, and a field is not");
  }
});
