/** Tests of the field declarations. */
import { assert, assertEquals } from "@std/assert";
import { bool, bytes, type Field, type FieldValue, int, list, near, text, uint } from "./field.ts";

Deno.test("a field is frozen data: its type, its default and what it was given", () => {
  const fields: Field[] = [uint(), int(-1), bool(), near("page"), text("rw"), bytes(), list(uint())];
  assertEquals(fields.map(({ type, default: value }) => [type, value]), [
    ["uint", 0],
    ["int", -1],
    ["bool", false],
    ["near", 0],
    ["text", "rw"],
    ["bytes", new Uint8Array(0)],
    ["list", []],
  ]);
  assert(fields.every((field) => Object.isFrozen(field)));
});

Deno.test("every field takes a print hint and a sentence of documentation", () => {
  const notes = { print: "hex", doc: "where it is" };
  const fields: Field[] = [
    uint(0, notes),
    int(0, notes),
    bool(notes),
    near("page", {}, notes),
    text("", notes),
    bytes(notes),
    list(int(), notes),
  ];
  for (const { print, doc } of fields) assertEquals({ print, doc }, notes);
});

Deno.test("near() keeps its register, advance and bias; the bias is 0 unless given", () => {
  assertEquals(near("page", { advance: "count" }), {
    type: "near",
    default: 0,
    register: "page",
    advance: "count",
    bias: 0,
    signed: false,
  });
  assertEquals(near("frame", { bias: 1 }).bias, 1);
});

Deno.test("near() from another field is signed", () => {
  const { from, signed } = near("pageOffset", { from: "startPage" });
  assertEquals([from, signed], ["startPage", true]);
});

Deno.test("a field declares the type of its value, branded when asked", () => {
  type Pid = number & { readonly brand: "Pid" };
  const pid = near<Pid>("pid");
  const value: FieldValue<typeof pid> = 7 as Pid;
  const names: FieldValue<ReturnType<typeof list<ReturnType<typeof text>>>> = ["a"];
  // @ts-expect-error a plain number is no Pid
  const wrong: FieldValue<typeof pid> = 7;
  assertEquals([value, wrong, names.length], [7, 7, 1] as typeof wrong[]);
});
