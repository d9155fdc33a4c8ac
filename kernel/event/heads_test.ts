/** Tests of heads: what a record begins with. */
import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader } from "./byte_reader.ts";
import { ByteWriter } from "./byte_writer.ts";
import { CodecError } from "./codec_error.ts";
import { compileRecord } from "./codec_source.ts";
import { near, uint } from "./field.ts";
import { compileWriteEffect, compileWriteHeader, effectHeads, readEventId } from "./heads.ts";
import { RegisterLayout } from "./registers.ts";
import { composeSchema } from "./schema.ts";

const fields = { page: near("page"), count: uint(1) };
const table = {
  put: { id: 3, doc: "", fields, shapes: { 9: ["page"] } },
  take: { id: 200, doc: "", fields },
};
const part = { owner: "test", firstId: 1, lastId: 200, table };
const { effects: [put, take] } = composeSchema([part], []);

Deno.test("a shape's head is twice its code", () => {
  assertEquals(effectHeads(put), { ofKind: 131, ofShapes: Uint8Array.of(0, 18, 0, 0) });
  assertEquals(effectHeads(take).ofShapes, undefined);
});

Deno.test("an effect that is no shape has its kind's head and presence bytes, before fields of any length", () => {
  const layout = new RegisterLayout(["page"]);
  const record = compileRecord("effect put", "put", put.record, { registers: layout, shapes: [1] });
  const encode = (kind: typeof put, page: number, count: number) => {
    const writer = new ByteWriter();
    writer.uint(77);
    const write = compileWriteEffect(effectHeads(kind), record);
    const shapeAt = write(writer, layout.create(), { page, count }, new Int32Array(2), 0);
    return [shapeAt, ...writer.view()];
  };
  assertEquals(encode(put, 5, 1), [1, 77, 18, 10]);
  assertEquals(encode(put, 5, 300), [-1, 77, 131, 1, 0b11, 10, 0xac, 2]);
  assertEquals(encode(take, 5, 1), [-1, 77, 0xc8, 2, 0b01, 10], "a kind without shapes");
});

Deno.test("the head of an event is one byte, which says that a great id follows", () => {
  const headOf = (id: number) => {
    const layout = new RegisterLayout([]);
    const writer = new ByteWriter();
    const record = compileRecord("event idle", "idle", { fields: [], codedFields: [] }, {
      registers: layout,
    });
    compileWriteHeader(id, record)(writer, layout.create(), {}, new Int32Array(0), 0);
    const reader = new ByteReader(writer.view());
    assertEquals(readEventId(reader, reader.byte()), id);
    return [...writer.view()];
  };
  assertEquals([1, 191, 192, 300].map(headOf), [[1], [191], [0, 0xc0, 1], [0, 0xac, 2]]);
  const short = new ByteReader(Uint8Array.of(0, 7));
  assertThrows(() => readEventId(short, short.byte()), CodecError, "event 7 has the head of greater ids");
});
