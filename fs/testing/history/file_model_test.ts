/** Model-based tests of files: seeded histories on this machine and on the naive model answer the same. */
import { checkState, FS_EXT4 } from "@palimpsest/kernel";
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

Deno.test("on a disk the same histories have the same results, but for sizes of directories, blocks and holes", () => {
  const common = (answer: string) => answer.replace(/size \d+ blocks \d+/, "").replace("ef53", "1021994");
  for (let seed = 520; seed < 526; seed++) {
    const [model, run] = [new FileModel(), new HistoryRun(FS_EXT4)];
    const lines = generateHistory(seed, 200).filter((line) => !/^(fallocate|lseek)/.test(line));
    for (const [index, line] of lines.entries()) {
      const answers = [run.execute(line), model.execute(line)].map(common);
      assertEquals(answers[0], answers[1], `seed ${seed}, operation ${index}: ${line}`);
    }
    checkState(run.state);
  }
});
