/** Tests of processes as records. */
import { assertEquals } from "@std/assert";
import { RLIM_INFINITY } from "../limits.ts";
import { DEFAULT_LIMITS, Process, RLIMIT } from "./process.ts";

Deno.test("a process starts running, without descriptors and children", () => {
  const process = new Process(1, 7, 3, 2, "sh");
  const { pid, parent, space, name, state, descriptors, children } = process;
  assertEquals([pid, parent, space, name, state, descriptors.size, children.size], [7, 3, 2, "sh", 0, 0, 0]);
});

Deno.test("a copy shares descriptors until one of both changes", () => {
  const process = new Process(1, 7, 3, 2, "sh");
  process.descriptors.set(1, 0, { file: 1, closeOnExec: false });
  const copy = process.clone(2);
  copy.descriptors.remove(2, 0);
  copy.minorFaults++;
  assertEquals([process.descriptors.size, copy.descriptors.size, process.minorFaults], [1, 0, 0]);
  assertEquals([process.epoch, copy.epoch], [1, 2]);
});

Deno.test("a copy has every field of its source", () => {
  const process = new Process(1, 7, 3, 2, "sh");
  process.credentials = { ...process.credentials };
  process.place = { ...process.place };
  process.signals = { ...process.signals };
  process.limits = process.limits.with(RLIMIT.AS, { soft: 1, hard: 2 });
  const copy = process.clone(2) as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(process)) {
    if (name === "epoch" || name === "descriptors" || name === "children") continue;
    assertEquals(copy[name] === value, true, name);
  }
});

Deno.test("a first process may have 8 MiB of stack and of locked memory, 1024 files, and of all else what it wants", () => {
  const limits = DEFAULT_LIMITS;
  const bounded = [RLIMIT.STACK, RLIMIT.NOFILE, RLIMIT.MEMLOCK];
  assertEquals(bounded.map((resource) => limits[resource].soft), [2 ** 23, 1024, 2 ** 23]);
  const others = limits.filter((_, resource) => !bounded.includes(resource as 3));
  assertEquals(others.every(({ soft, hard }) => soft === RLIM_INFINITY && hard === RLIM_INFINITY), true);
  assertEquals(limits.length, Object.keys(RLIMIT).length);
});
