/** Recorded histories of file operations, answered anew by this machine and by the naive model: the same as the real kernel. */
import { assertEquals } from "@std/assert";
import { compareHistory } from "../soak/files.ts";
import { readHistories } from "./histories.ts";

const histories = await readHistories();

Deno.test("60 histories of 250 operations under three users: results, errnos, listings and status as Linux 6.18 gave them", () => {
  assertEquals(histories.length, 60);
  for (const { seed, lines, answers } of histories) {
    assertEquals(compareHistory(lines, answers), [], `seed ${seed}`);
  }
});

Deno.test("the recorded histories meet every errno of the calls on names", () => {
  const answers = new Set(histories.flatMap(({ answers }) => answers));
  const errnos =
    "EACCES EBADF EBUSY EEXIST EINVAL EISDIR ELOOP ENAMETOOLONG ENOENT ENOTDIR ENOTEMPTY ENXIO EPERM ERANGE EXDEV";
  assertEquals(errnos.split(" ").filter((errno) => !answers.has(errno)), []);
});
