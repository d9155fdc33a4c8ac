/** Model-based tests of files: seeded histories on this machine and on the naive model answer the same. */
import { assertEquals } from "@std/assert";
import { FileModel } from "./file_model.ts";
import { generateHistory } from "./generate_history.ts";
import { HistoryRun } from "./run_history.ts";

Deno.test("histories of twelve seeds answer alike, and leave the same tree", () => {
  for (let seed = 500; seed < 512; seed++) {
    const [model, run] = [new FileModel(), new HistoryRun()];
    for (const [index, line] of generateHistory(seed, 200).entries()) {
      assertEquals(run.execute(line), model.execute(line), `seed ${seed}, operation ${index}: ${line}`);
    }
  }
});
