/** Tests of the naive model of what may survive. */
import { assertEquals } from "@std/assert";
import { DurabilityModel, type FoundFile } from "./durability_model.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function found(...files: [name: string, file: number, text: string][]): Map<string, FoundFile> {
  return new Map(
    files.map(([name, file, text]) => [name, { file, sizeBytes: text.length, bytes: bytes(text) }]),
  );
}

function kinds(model: DurabilityModel, files: Map<string, FoundFile>): string[] {
  return model.problems(files).map((problem) => problem.slice(0, 3));
}

Deno.test("what was not promised may be there or not", () => {
  const model = new DurabilityModel();
  model.rename(new Map([["a", 7]]), [7]);
  model.write(7, 0, bytes("text"));
  for (const files of [found(), found(["a", 7, ""]), found(["a", 7, "text"])]) {
    assertEquals(kinds(model, files), []);
  }
  assertEquals(kinds(model, found(["b", 7, ""])), ["DM1"]);
  assertEquals(kinds(model, found(["a", 7, "tex"])), ["DM2"]);
  assertEquals(kinds(model, found(["a", 7, "tent"])), ["DM3"]);
});

Deno.test("what was promised is there: bytes, size and name", () => {
  const model = new DurabilityModel();
  model.rename(new Map([["a", 7]]), [7]);
  model.write(7, 0, bytes("text"));
  model.promise(7);
  assertEquals(kinds(model, found()), ["DM1"]);
  assertEquals(kinds(model, found(["a", 7, ""])), ["DM2"]);
  assertEquals(kinds(model, found(["a", 7, "\0\0\0\0"])), ["DM3"]);
  model.truncate(7, 2);
  model.truncate(7, 4);
  for (const text of ["text", "te", "te\0\0"]) assertEquals(kinds(model, found(["a", 7, text])), []);
});

Deno.test("names are found as they were at one moment", () => {
  const model = new DurabilityModel();
  model.rename(new Map([["a", 7]]), [7]);
  model.rename(new Map([["b", 8]]), [8]);
  model.promiseNames();
  model.rename(new Map([["a", 0], ["b", 7]]));
  assertEquals(kinds(model, found(["b", 7, ""])), []);
  assertEquals(kinds(model, found(["a", 7, ""], ["b", 8, ""])), []);
  assertEquals(kinds(model, found(["a", 7, ""], ["b", 7, ""])), ["DM1"]);
  assertEquals(kinds(model, found(["a", 7, ""])), ["DM1"]);
});

Deno.test("sync() promises everything, and a hole may be found where one was punched", () => {
  const model = new DurabilityModel();
  model.rename(new Map([["a", 7]]), [7]);
  model.write(7, 0, bytes("text"));
  model.promiseAll();
  assertEquals(model.sizeOf(7), 4);
  model.punch(7, 1, 2);
  for (const text of ["text", "t\0\0t"]) assertEquals(kinds(model, found(["a", 7, text])), []);
  assertEquals([...model.currentNames], [["a", 7]]);
});

Deno.test("what was cut off does not come back with a size that the file had only later", () => {
  const model = new DurabilityModel();
  model.rename(new Map([["a", 7]]), [7]);
  model.write(7, 0, bytes("secret"));
  model.truncate(7, 2);
  model.truncate(7, 5);
  assertEquals(kinds(model, found(["a", 7, "secret"])), []);
  assertEquals(kinds(model, found(["a", 7, "se\0\0\0"])), []);
  assertEquals(kinds(model, found(["a", 7, "secre"])), ["DM5"]);
});
