/** Tests of the soak of files. */
import { assertEquals } from "@std/assert";
import { compareHistory, FilesSoak } from "./files.ts";

Deno.test("rounds find nothing between this machine and the model", async () => {
  const soak = new FilesSoak();
  for (let seed = 1000; seed < 1004; seed++) {
    assertEquals(await soak.round({ seed }), { tried: 300, failures: [] });
  }
});

Deno.test("a different answer of the kernel is a failure, and names the operation", () => {
  const lines = ["mkdir -1 a 0755", "mkdir -1 a 0755"];
  assertEquals(compareHistory(lines, ["0", "EEXIST"]), []);
  assertEquals(compareHistory(lines, ["0", "EPERM"]), ["operation 1, mkdir -1 a 0755: EEXIST, not EPERM"]);
});
