/** Tests of the naive model's operations on names. */
import { assertEquals, assertThrows } from "@std/assert";
import { NameModel } from "./model_names.ts";

Deno.test("names are made, linked, renamed and removed", () => {
  const model = new NameModel();
  model.mkdir(["-1", "d", "0755"]);
  model.mknod(["-1", "f", "0644"]);
  model.link(["-1", "f", "-1", "d/g", "0"]);
  model.symlink(["d/g", "-1", "l"]);
  assertEquals([model.find("-1", "l") === model.find("-1", "f"), model.readlink(["-1", "l", "9"])], [
    true,
    "3 d/g",
  ]);
  assertEquals(model.rename(["-1", "d", "-1", "e", "0"]), 0);
  assertEquals([model.unlink(["-1", "e/g", "0"]), model.rmdir("-1", "e")], [0, 0]);
});

Deno.test("loops and mounts are refused", () => {
  const model = new NameModel();
  model.mkdir(["-1", "d", "0755"]);
  assertThrows(() => model.rename(["-1", "d", "-1", "d/x", "0"]), Error, "EINVAL");
  assertThrows(() => model.rename(["-1", "d", "-1", "m/x", "0"]), Error, "EXDEV");
  assertThrows(() => model.rmdir("-1", "m"), Error, "EBUSY");
});
