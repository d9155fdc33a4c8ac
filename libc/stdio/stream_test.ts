/** Tests of the streams' static data. */
import { assertEquals } from "@std/assert";
import { BUFFER_BYTES, BUFFERING, STDERR, STDIO_BSS, STDIO_DATA, STDOUT, STDOUT_BUFFER } from "./stream.ts";

Deno.test("stdout's buffering is open at the start, stderr has none", () => {
  const words = (name: string) => [...new Int32Array(STDIO_DATA[name].bytes!.slice().buffer)];
  assertEquals(words(STDOUT), [1, BUFFERING.unknown, 0, 0]);
  assertEquals(words(STDERR), [2, BUFFERING.none, 0, 0]);
  assertEquals(STDIO_BSS[STDOUT_BUFFER].lengthBytes, BUFFER_BYTES);
});
