/** Tests of the reducers of processes: given(a family).when(one is born, moves, ends).then(who belongs to whom, and the digest). */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import type { KernelEffect } from "../event/effects.ts";
import { type Process, PROCESS_RUNNING, PROCESS_WAITING, PROCESS_ZOMBIE, RLIMIT } from "../state/process.ts";
import { givenProcess } from "../testing/machine_fixture.ts";
import { checkUndo } from "../testing/undo.ts";
import { countFaults, hashLimits, hashProcess } from "./processes.ts";

const born: KernelEffect = { kind: "processNew", process: 2, parent: 1, space: 1, name: "child" };
const ended = (process: number): KernelEffect[] => [
  { kind: "processSpace", process, space: 0, name: "" },
  { kind: "processState", process, state: PROCESS_ZOMBIE, status: 256 },
];

Deno.test("a process that is born, ends and is waited for leaves nothing behind", () => {
  const given = givenProcess();
  checkUndo(given, [born], [...ended(2), { kind: "processRemove", process: 2 }]);
  assertEquals([given.state.process(1).children.size, given.space.users], [0, 1]);
});

Deno.test("a child has the limits of its parent, and is one of its children", () => {
  const given = givenProcess();
  given.limit("DATA", 4096);
  given.apply(born);
  assertEquals(given.state.process(2).limits[RLIMIT.DATA].soft, 4096);
  assertEquals([given.state.process(1).children.get(2), given.space.users], [true, 2]);
  assertEquals(given.state.counters.process, 2);
});

Deno.test("fault counts are in the digest, and go with the process", () => {
  const given = givenProcess();
  const before = given.state.digest.toHex();
  given.apply(born);
  given.apply({ kind: "faultsCount", process: 2, minor: 3, major: 2 });
  const { minorFaults, majorFaults } = given.state.process(2);
  assertEquals([minorFaults, majorFaults], [3, 2]);
  given.apply(...ended(2), { kind: "processRemove", process: 2 });
  assertEquals(given.state.digest.toHex(), before);
});

Deno.test("faults counted one by one, or together, or taken back, lead to the same digest", () => {
  const digests = [[[1, 0], [1, 0], [0, 1]], [[2, 1]], [[5, 1], [-3, 0]]].map((counts) => {
    const { state } = givenProcess();
    for (const [minor, major] of counts) countFaults(state, 1, minor, major);
    return state.digest.toHex();
  });
  assertEquals(new Set(digests).size, 1);
});

Deno.test("a process that moves to another space is counted there; its name changes only when one is given", () => {
  const given = givenProcess();
  const layout = { topPage: 100, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
  given.apply(born, { kind: "spaceNew", space: 2, ...layout });
  checkUndo(given, [{ kind: "processSpace", process: 2, space: 2, name: "" }], [
    { kind: "processSpace", process: 2, space: 1, name: "" },
  ]);
  given.apply({ kind: "processSpace", process: 2, space: 2, name: "new" });
  assertEquals([given.state.space(1).users, given.state.space(2).users], [1, 1]);
  assertEquals(given.state.process(2).name, "new");
});

Deno.test("a state changes; a status is a zombie's", () => {
  const given = givenProcess();
  checkUndo(given, [{ kind: "processState", process: 1, state: PROCESS_WAITING, status: 5 }], [
    { kind: "processState", process: 1, state: PROCESS_RUNNING, status: 0 },
  ]);
  assertEquals(given.state.process(1).status, 0);
});

Deno.test("an orphan is no child of its former parent any more", () => {
  const given = givenProcess();
  given.apply(born, { ...born, process: 3, parent: 2 } as KernelEffect);
  checkUndo(given, [{ kind: "processParent", process: 3, parent: 1 }], [{
    kind: "processParent",
    process: 3,
    parent: 2,
  }]);
  given.apply({ kind: "processParent", process: 3, parent: 0 });
  assertEquals([given.state.process(2).children.size, given.state.process(3).parent], [0, 0]);
});

Deno.test("a limit is set for one process alone", () => {
  const given = givenProcess();
  given.apply(born);
  const { soft, hard } = given.state.process(2).limits[RLIMIT.AS];
  const limit: KernelEffect = { kind: "limitSet", process: 2, resource: RLIMIT.AS, soft: 4096, hard: 8192 };
  checkUndo(given, [limit], [{ ...limit, soft, hard } as KernelEffect]);
  given.apply(limit);
  assertEquals(given.state.process(1).limits[RLIMIT.AS], { soft, hard });
  const unknown: KernelEffect = { ...limit, resource: 16 } as KernelEffect;
  assertThrows(() => given.apply(unknown), KernelAssertion, "resource 16 has no limit");
});

Deno.test("every field of a process's record is in the digest, fault counts have their own", () => {
  const { state } = givenProcess();
  const { hasher } = state;
  const hashOf = (change: Partial<Process>) => {
    const process = Object.assign(state.process(1).clone(99), change);
    hashLimits(hasher, process.limits);
    hashProcess(hasher, process, hasher.lo, hasher.hi);
    return `${hasher.lo} ${hasher.hi}`;
  };
  const limits = state.process(1).limits;
  const changes: Partial<Process>[] = [{}, { name: "a" }, { name: "b" }, { state: PROCESS_ZOMBIE }];
  for (let bit = 0; bit < 53; bit++) {
    changes.push({ parent: 2 ** bit + 1 }, { space: 2 ** bit + 1 }, { status: 2 ** bit });
    changes.push({ limits: limits.with(RLIMIT.AS, { soft: 2 ** bit, hard: 2 ** 53 }) });
    changes.push({ limits: limits.with(RLIMIT.AS, { soft: 0, hard: 2 ** bit }) });
  }
  assertEquals(new Set(changes.map(hashOf)).size, changes.length);
  assertEquals(hashOf({ minorFaults: 9 }), hashOf({}));
});
