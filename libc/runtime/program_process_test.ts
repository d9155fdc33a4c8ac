/** Tests of what runs before and after main(). */
import { assertEquals } from "@std/assert";
import { runMain } from "../testing/run_main.ts";

Deno.test("main gets the arguments and the environment that stand on the stack", () => {
  const run = runMain(
    function* (c, argv) {
      yield* c.printf("%s | %s\n", argv.join(","), c.environ.join(","));
    },
    { arguments: ["-v", "", "ärger"], environment: ["HOME=/", "X="] },
  );
  assertEquals(run.lines, ["test,-v,,ärger | HOME=/,X="]);
  assertEquals(run.status, 0, "main that returns nothing exits with 0");
});
