/** Tests of open-file descriptions as records. */
import { assertEquals } from "@std/assert";
import { NO_READAHEAD, OPEN, OpenFile } from "./open_file.ts";

Deno.test("the access mode says what may be done with a file", () => {
  const modes = [OPEN.RDONLY, OPEN.WRONLY, OPEN.RDWR].map((flags) => {
    const { isReadable, isWritable } = new OpenFile(1, 1, 1, flags | OPEN.APPEND);
    return [isReadable, isWritable];
  });
  assertEquals(modes, [[true, false], [false, true], [true, true]]);
});

Deno.test("a file starts at its beginning, with nothing read ahead", () => {
  const { position, readahead, references } = new OpenFile(1, 1, 1, OPEN.RDWR);
  assertEquals([position, readahead, references], [0, NO_READAHEAD, 0]);
});

Deno.test("position and readahead are in the digest's fields, references are not", () => {
  const file = new OpenFile(1, 1, 1, OPEN.RDWR);
  const fields = file.digestFields();
  file.references = 5;
  assertEquals(file.digestFields(), fields);
  const copy = file.clone(2);
  copy.position = 77;
  copy.readahead = { ...NO_READAHEAD, size: 88 };
  assertEquals(copy.digestFields().filter((field, index) => field !== fields[index]), [77, 88]);
  assertEquals(file.position, 0);
});
