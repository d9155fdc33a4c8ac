/** Tests of reading the fields of a record. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { RecordFields } from "./record_fields.ts";

const fields = new RecordFields(
  { text: "x", whole: 3, bit: 1, address: "0x10", process: "p12", list: ["a", 1], object: { k: 1 } },
  { file: "r", line: 7 },
  "odd",
);

Deno.test("fields are read as what they are", () => {
  assertEquals(fields.text("text"), "x");
  assertEquals(fields.whole("whole"), 3);
  assertEquals(fields.bit("bit"), true);
  assertEquals(fields.address("address"), 16);
  assertEquals(fields.process("process"), "p12");
  assertEquals(fields.oneOf("text", ["x", "y"]), "x");
  assertEquals(fields.entries("object", Number, "numbers"), [["k", 1]]);
  assertEquals([fields.optional("whole", fields.whole), fields.optional("none", fields.whole)], [
    3,
    undefined,
  ]);
  assertEquals([fields.result("whole"), fields.result("address"), fields.result("process")], [3, 16, "p12"]);
});

Deno.test("a field that is missing or of another type is complained about by name and line", () => {
  const complaint = (read: () => unknown) => assertThrows(read, UserError).message;
  assertEquals(complaint(() => fields.text("gone")), 'r line 7: The odd record has no "gone".');
  assertEquals(
    complaint(() => fields.text("whole")),
    'r line 7: The "whole" of the odd record is not a text.',
  );
  assertEquals(
    complaint(() => fields.bit("whole")),
    'r line 7: The "whole" of the odd record is not 0 or 1.',
  );
  assertEquals(
    complaint(() => fields.oneOf("text", ["y", "z"])),
    'r line 7: The "text" of the odd record is not "y" or "z".',
  );
  assertEquals(
    complaint(() => fields.list("list", (item) => typeof item === "string" ? item : undefined, "texts")),
    'r line 7: The "list" of the odd record is not a list of texts.',
  );
  assertEquals(
    complaint(() => fields.entries("list", Number, "numbers")),
    'r line 7: The "list" of the odd record is not an object of numbers.',
  );
  assertEquals(
    complaint(() => fields.result("text")),
    'r line 7: The "text" of the odd record is not a number, an address or a process.',
  );
});
