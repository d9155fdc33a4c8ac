/** Tests of the generated coding functions of one record. */
import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader } from "./byte_reader.ts";
import { ByteWriter } from "./byte_writer.ts";
import { CodecError } from "./codec_error.ts";
import { compileRecord } from "./codec_source.ts";
import { bool, bytes, type Field, list, near, text, uint } from "./field.ts";
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
  const codec = compileRecord("effect put", "put", recordOf({ ...fields, content: bytes(), dirty: bool() }), [
    "page",
  ]);
  const record = codec.createRecord();
  assertEquals(Object.keys(record), ["kind", "page", "count", "name", "found", "content", "dirty"]);
  const content = new Uint8Array(0);
  assertEquals(record, { kind: "put", page: 0, count: 1, name: "a", found: [], content, dirty: false });
  assertEquals(record === codec.createRecord(), false);
});

Deno.test("the n-th declared field has the n-th presence bit, in as many bytes as needed", () => {
  const names = Array.from({ length: 17 }, (_, index) => `field${index}`);
  const codec = compileRecord(
    "effect put",
    "put",
    recordOf(Object.fromEntries(names.map((name) => [name, bool()]))),
    [],
  );
  const registers = new Float64Array(0);
  const [record, back] = [codec.createRecord() as Record<string, unknown>, codec.createRecord()];
  record.field1 = record.field15 = record.field16 = true;
  const writer = new ByteWriter();
  codec.encode(writer, registers, record);
  assertEquals([...writer.view()], [0b10, 0b10000000, 1]);
  codec.decode(new ByteReader(writer.view()), registers, back);
  assertEquals(back as unknown, record);
  const stray = new ByteReader(Uint8Array.of(0, 0, 2));
  assertThrows(() => codec.decode(stray, registers, back), CodecError, "stands for no field (at byte 2)");
});

Deno.test("encoding and decoding leave the registers alike", () => {
  const fields = {
    from: near("page"),
    to: near("page", { advance: "count", bias: 2 }),
    count: uint(),
    space: near("space"),
  };
  const codec = compileRecord("effect put", "put", recordOf(fields), ["space", "page"]);
  const [encoding, decoding] = [Float64Array.of(5, 90), Float64Array.of(5, 90)];
  const record = { kind: "put", from: 100, to: 110, count: 8, space: 5 };
  const writer = new ByteWriter();
  codec.encode(writer, encoding, record);
  assertEquals(
    [...writer.view()],
    [0b0111, 20, 8, 20],
    "from is 10 past the register, and to is 10 past from",
  );
  const back = codec.createRecord();
  codec.decode(new ByteReader(writer.view()), decoding, back);
  assertEquals(back as unknown, record);
  assertEquals([...encoding], [5, 120]);
  assertEquals([...decoding], [5, 120]);
});

Deno.test("a record without fields takes no byte", () => {
  const codec = compileRecord("effect nothing", "nothing", recordOf({}), []);
  const writer = new ByteWriter();
  codec.encode(writer, new Float64Array(0), { kind: "nothing" });
  assertEquals([writer.position, codec.hasFields], [0, false]);
});
