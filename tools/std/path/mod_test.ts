/** Tests of the `@std/path` stand-in. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  basename,
  dirname,
  extname,
  fromFileUrl,
  isAbsolute,
  join,
  normalize,
  relative,
  resolve,
  toFileUrl,
} from "@std/path";

Deno.test("paths are joined, taken apart and compared", () => {
  assertEquals(join("out", "..", "logs", "cat.plog"), "logs/cat.plog");
  assertEquals(normalize("logs//./cat.plog"), "logs/cat.plog");
  assertEquals(dirname("logs/cat.plog"), "logs");
  assertEquals(basename("logs/cat.plog", ".plog"), "cat");
  assertEquals(extname("logs/cat.plog"), ".plog");
  assertEquals(relative("/a/b", "/a/c/d"), "../c/d");
  assertEquals(isAbsolute(resolve("logs")), true);
});

Deno.test("file addresses become paths and paths become file addresses", () => {
  assertEquals(fromFileUrl("file:///a/two%20words.plog"), "/a/two words.plog");
  assertEquals(toFileUrl("/a/two words.plog").href, "file:///a/two%20words.plog");
  assertThrows(() => fromFileUrl("https://example.com/a"), TypeError);
});
