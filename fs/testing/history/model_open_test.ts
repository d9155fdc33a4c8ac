/** Tests of the naive model's operations on descriptors. */
import { assertEquals, assertThrows } from "@std/assert";
import { OpenModel } from "./model_open.ts";

Deno.test("a file is made, written, read and listed", () => {
  const model = new OpenModel();
  assertEquals(model.open(["0", "-1", "f", "0x42", "0644"]), 0);
  assertEquals([model.write("0", 0, "10", "5"), model.read(["0", "0", "100"])], [10, "10 acd74b0a"]);
  model.open(["1", "-1", "/", "0x10000", "0"]);
  assertEquals([model.list(["1"]), model.lseek(["0", "0", "2"]), model.close(["0"])], ["2 f/8 m/4", 10, 0]);
});

Deno.test("what may not be opened so is refused by the kernel's precedence", () => {
  const model = new OpenModel();
  const fails = (errno: string, ...words: string[]) => assertThrows(() => model.open(words), Error, errno);
  fails("EINVAL", "0", "-1", '""', "0x10040", "0");
  fails("EISDIR", "0", "-1", "f/", "0x40", "0");
  fails("EISDIR", "0", "-1", "m", "0x1", "0");
  fails("ENOENT", "0", "-1", "none", "0", "0");
});
