/** Tests of heads: what a record begins with. */
import { assertEquals } from "@std/assert";
import { ByteWriter } from "./byte_writer.ts";
import { compileRecord } from "./codec_source.ts";
import { near, uint } from "./field.ts";
import { compileWriteRecord, effectHeads, eventHeads } from "./heads.ts";
import { RegisterLayout } from "./registers.ts";
import { composeSchema } from "./schema.ts";

const fields = { page: near("page"), count: uint(1) };
const table = {
  put: { id: 3, doc: "", fields, shapes: { 9: ["page"] } },
  take: { id: 200, doc: "", fields },
};
const part = { owner: "test", firstId: 1, lastId: 200, table };
const { effects: [put, take] } = composeSchema([part], []);

Deno.test("a shape's head is its code for an event, twice the code for an effect", () => {
  assertEquals(eventHeads(put), { ofKind: 3, ofShapes: Uint8Array.of(0, 9, 0, 0) });
  assertEquals(effectHeads(put), { ofKind: 131, ofShapes: Uint8Array.of(0, 18, 0, 0) });
  assertEquals(eventHeads(take).ofShapes, undefined);
});

Deno.test("a record that is no shape has its kind's head and presence bytes, before fields of any length", () => {
  const layout = new RegisterLayout(["page"]);
  const codec = compileRecord("effect put", "put", put.record, { registers: layout, shapes: [1] });
  const encode = (heads: ReturnType<typeof eventHeads>, page: number, count: number) => {
    const writer = new ByteWriter();
    writer.uint(77);
    const shapeAt = compileWriteRecord(heads, codec)(writer, layout.create(), { page, count });
    return [shapeAt, ...writer.view()];
  };
  assertEquals(encode(eventHeads(put), 5, 1), [1, 77, 9, 10]);
  assertEquals(encode(eventHeads(put), 5, 300), [-1, 77, 3, 0b11, 10, 0xac, 2]);
  assertEquals(encode(effectHeads(put), 5, 300), [-1, 77, 131, 1, 0b11, 10, 0xac, 2]);
  assertEquals(encode(effectHeads(take), 5, 1), [-1, 77, 0xc8, 2, 0b01, 10], "a kind without shapes");
});
