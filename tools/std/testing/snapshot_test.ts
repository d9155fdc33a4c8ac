/** Tests of the `@std/testing/snapshot` stand-in, against `__snapshots__/snapshot_test.ts.snap`. */
import { assertRejects } from "@std/assert";
import { assertSnapshot } from "@std/testing/snapshot";

const picture = ["page 0 ──▶ frame 7", "page 1 ──▶ (absent)"].join("\n");

Deno.test("assertSnapshot() passes when the value is the one that is kept", async (t) => {
  await assertSnapshot(t, picture, { serializer: String });
  await assertSnapshot(t, { pages: 2, frames: [7] });
});

Deno.test("assertSnapshot() refuses a value that differs from the one that is kept", async () => {
  // A real context would write the differing value when snapshots are being updated.
  const context = {
    assertSnapshot: (actual: unknown) => Promise.reject(new Error(`differs: ${actual}`)),
  } as unknown as Deno.TestContext;
  await assertRejects(() => assertSnapshot(context, "page 0"), Error, "differs: page 0");
});
