/** Tests of prlimit64(2). */
import { assertEquals } from "@std/assert";
import { EFAULT, EINVAL, EPERM, ESRCH } from "../errno.ts";
import { RLIM_INFINITY } from "../limits.ts";
import { RLIMIT } from "../state/process.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { storeBytes } from "../user_memory.ts";

function words(...values: readonly bigint[]): Uint8Array {
  return new Uint8Array(new BigUint64Array(values).buffer);
}

Deno.test("the old limit is written to user memory", () => {
  const fixture = new FileFixture();
  const oldLimit = fixture.mapAnonymous(64, 1);
  assertEquals(fixture.call("prlimit64", { resource: RLIMIT.STACK, oldLimit }), 0);
  assertEquals(fixture.load(oldLimit, 16), words(8n << 20n, 2n ** 64n - 1n));
});

Deno.test("a new limit is read from user memory, or given by its values", () => {
  const fixture = new FileFixture();
  const newLimit = fixture.mapAnonymous(64, 1);
  storeBytes(fixture.machine, 1, newLimit, words(1n << 20n, 2n ** 64n - 1n));
  assertEquals(fixture.call("prlimit64", { resource: RLIMIT.STACK, newLimit }), 0);
  assertEquals(fixture.state.process(1).limits[RLIMIT.STACK], { soft: 1 << 20, hard: RLIM_INFINITY });
  assertEquals(fixture.call("prlimit64", { resource: RLIMIT.AS, outside: 1, soft: 5, hard: -1 }), 0);
  assertEquals(fixture.state.process(1).limits[RLIMIT.AS], { soft: 5, hard: RLIM_INFINITY });
});

Deno.test("errors come by precedence", () => {
  const fixture = new FileFixture();
  const limit = (args: Record<string, number>) => fixture.call("prlimit64", args);
  assertEquals(limit({ pid: 9, newLimit: 4096 }), -EFAULT);
  assertEquals(limit({ pid: 9, resource: 99 }), -ESRCH);
  assertEquals(limit({ resource: 99, oldLimit: 4096 }), -EINVAL);
  assertEquals(limit({ resource: RLIMIT.AS, outside: 1, soft: 6, hard: 5 }), -EINVAL);
  assertEquals(limit({ resource: RLIMIT.NOFILE, outside: 1, soft: 6, hard: 4096 }), -EPERM);
});

Deno.test("an old limit that cannot be written is EFAULT, and the new one stays", () => {
  const fixture = new FileFixture();
  const args = { resource: RLIMIT.AS, outside: 1, soft: 5, hard: -1, oldLimit: 4096 };
  assertEquals(fixture.call("prlimit64", args), -EFAULT);
  assertEquals(fixture.state.process(1).limits[RLIMIT.AS].soft, 5);
});
