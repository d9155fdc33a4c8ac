/** Tests of policies of one's own, named by their files. */
import { assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { UserError } from "../command_line/failure.ts";
import { traceOf } from "../guests/references/reference_trace.ts";
import { isPolicyFile, simulateOwn } from "./own_policy.ts";

const guide = fromFileUrl(new URL("../../docs/guide/most_recently_used.ts", import.meta.url));
const loop = traceOf(Array.from({ length: 50 }, (_, use) => use % 5));

Deno.test("a policy's file is known by its ending", () => {
  assertEquals(["./mru.ts", "a/b.mjs", "lru", "2q"].map(isPolicyFile), [true, true, false, false]);
});

Deno.test("a file that is not there is told", async () => {
  await assertRejects(
    () => simulateOwn("./none.ts", loop, [3], 1),
    UserError,
    "There is no file './none.ts'",
  );
});

Deno.test("the guide's policy is the guide's", () => {
  assertEquals(isPolicyFile(guide), true);
});
