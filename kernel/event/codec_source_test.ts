/** Tests of the generated coding functions of one record. */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { ByteReader } from "./byte_reader.ts";
import { ByteWriter } from "./byte_writer.ts";
import { CodecError } from "./codec_error.ts";
import { compileRecord } from "./codec_source.ts";
import { RegisterLayout } from "./registers.ts";
import { bool, bytes, type Field, int, list, near, text, uint } from "./field.ts";
import { composeSchema, type RecordSpec } from "./schema.ts";

function recordOf(fields: Record<string, Field>): RecordSpec {
  const part = { owner: "test", firstId: 1, lastId: 1, table: { put: { id: 1, doc: "", fields } } };
  return composeSchema([part], []).effects[0].record;
}

Deno.test("createRecord() gives a fresh record: kind, then the fields in declared order at default", () => {
  const fields = {
    page: near("page", { advance: "count" }),
    count: uint(1),
    name: text("a"),
    found: list(uint()),
  };
  const registers = new RegisterLayout(["page"]);
  const codec = compileRecord("effect put", "put", recordOf({ ...fields, content: bytes(), dirty: bool() }), {
    registers,
  });
  const record = codec.createRecord();
  assertEquals(Object.keys(record), ["kind", "page", "count", "name", "found", "content", "dirty"]);
  const content = new Uint8Array(0);
  assertEquals(record, { kind: "put", page: 0, count: 1, name: "a", found: [], content, dirty: false });
  assertEquals(record === codec.createRecord(), false);
});

Deno.test("the n-th declared field has the n-th presence bit, in as many bytes as needed", () => {
  const names = Array.from({ length: 17 }, (_, index) => `field${index}`);
  const fields = Object.fromEntries(names.map((name) => [name, bool()]));
  const layout = new RegisterLayout([]);
  const codec = compileRecord("effect put", "put", recordOf(fields), { registers: layout });
  const registers = layout.create();
  const [record, back] = [codec.createRecord() as Record<string, unknown>, codec.createRecord()];
  record.field1 = record.field15 = record.field16 = true;
  const writer = new ByteWriter();
  assertEquals(codec.encode(writer, registers, record), 0b1_10000000_00000010);
  assertEquals(codec.presenceBytes, 3);
  codec.decode(new ByteReader(Uint8Array.of(0b10, 0b10000000, 1)), registers, back);
  assertEquals(back as unknown, record);
  const stray = new ByteReader(Uint8Array.of(0, 0, 2));
  assertThrows(() => codec.decode(stray, registers, back), CodecError, "stands for no field (at byte 2)");
});

/** Encodes a record, and decodes it again, its presence byte before it, by registers of its own. */
function backAndForth(
  fields: Record<string, Field>,
  names: string[],
  records: readonly Record<string, unknown>[],
) {
  const layout = new RegisterLayout(names);
  const codec = compileRecord("event put", "put", recordOf(fields), { registers: layout, choosesBank: true });
  const [encoding, decoding] = [layout.create(), layout.create()];
  return records.map((record) => {
    const writer = new ByteWriter();
    const presence = codec.encode(writer, encoding, { kind: "put", ...record });
    const back = codec.createRecord();
    codec.decode(new ByteReader(Uint8Array.of(presence, ...writer.view())), decoding, back);
    assertEquals(back as unknown, { kind: "put", ...record });
    assertEquals(decoding, encoding, "encoding and decoding leave the registers alike");
    return [presence, ...writer.view()];
  });
}

Deno.test("a near() field is its difference to the register, which it moves", () => {
  const fields = {
    from: near("page"),
    to: near("page", { advance: "count", bias: 2 }),
    count: uint(),
    space: near("space"),
  };
  const first = { from: 100, to: 110, count: 8, space: 5 };
  const encoded = backAndForth(fields, ["space", "page"], [first, { ...first, from: 120, to: 120 }]);
  assertEquals(encoded[0], [0b1111, 0x80 | 72, 1, 8, 20, 10], "from is 100, to 10 past it");
  assertEquals(encoded[1], [0b0100, 8], "110, 8 and the bias make 120");
});

Deno.test("the field of register process chooses the bank that the fields after it are predicted by", () => {
  const fields = { process: near("process"), page: near("page") };
  const encoded = backAndForth(fields, ["process", "page"], [
    { process: 1, page: 1000 },
    { process: 2, page: 50 },
    { process: 1, page: 1000 },
    { process: 17, page: 1000 },
  ]);
  assertEquals(
    encoded.slice(1).map((bytes) => bytes[0]),
    [0b11, 0b01, 0b01],
    "page 1000 of process 1 is remembered",
  );
});

Deno.test("an int() field with a register is its difference as long as both are addresses", () => {
  const fields = { address: int(0, { register: "address" }) };
  const addresses = [
    0x7fff_f000_0000,
    0x7fff_f000_0010,
    0,
    -1,
    2 ** 47,
    2 ** 53 - 1,
    2 ** 47 - 2 ** 53,
    0x7fff_f000_0020,
  ];
  const encoded = backAndForth(fields, ["address"], addresses.map((address) => ({ address })));
  assertEquals(encoded[1], [1, 32]);
  assertEquals(encoded[2], [0]);
  assertEquals(encoded[7], [1, 32], "0 and what is no address leave the register alone");
  const codec = compileRecord("event put", "put", recordOf(fields), {
    registers: new RegisterLayout(["address"]),
  });
  const registers = new RegisterLayout(["address"]).create();
  const refused = { kind: "put", address: 2 ** 47 - 2 ** 53 - 1 };
  assertThrows(
    () => codec.encode(new ByteWriter(), registers, refused),
    KernelAssertion,
    "event put: address",
  );
  const writer = new ByteWriter();
  writer.int(-5);
  const reader = new ByteReader(Uint8Array.of(1, ...writer.view()));
  assertThrows(
    () => codec.decode(reader, registers, codec.createRecord()),
    CodecError,
    "address is no address",
  );
});

Deno.test("a shape is decoded without presence bytes", () => {
  const registers = new RegisterLayout(["page"]);
  const fields = { page: near("page"), count: uint(1), dirty: bool() };
  const codec = compileRecord("effect put", "put", recordOf(fields), { registers, shapes: [0, 0b110] });
  const record = codec.createRecord();
  codec.decodeShape.get(0b110)!(new ByteReader(Uint8Array.of(7)), registers.create(), record);
  assertEquals(record as unknown, { kind: "put", page: 0, count: 7, dirty: true });
  codec.decodeShape.get(0)!(new ByteReader(new Uint8Array(0)), registers.create(), record);
  assertEquals(record as unknown, { kind: "put", page: 0, count: 1, dirty: false });
});

Deno.test("a record without fields takes no byte", () => {
  const layout = new RegisterLayout([]);
  const codec = compileRecord("effect nothing", "nothing", recordOf({}), { registers: layout });
  const writer = new ByteWriter();
  assertEquals(codec.encode(writer, layout.create(), { kind: "nothing" }), 0);
  assertEquals([writer.position, codec.presenceBytes], [0, 0]);
});
