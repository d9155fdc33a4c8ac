/** Tests of running a main(). */
import { assertEquals } from "@std/assert";
import { runMain } from "./run_main.ts";

Deno.test("runMain() gives what main printed and returned", () => {
  const run = runMain(function* (c, argv) {
    yield* c.printf("%s\n", argv.join(" "));
    return 3;
  }, { arguments: ["a", "b"] });
  assertEquals([run.lines, run.status], [["test a b"], 3 * 256]);
});
