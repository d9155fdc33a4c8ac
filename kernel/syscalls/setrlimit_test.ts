/** Tests of setrlimit(2): given(limits).when(one is set).then(errno by precedence, or the limit). */
import { assertEquals } from "@std/assert";
import { RLIMIT } from "../state/process.ts";
import { type CallResult, FIRST_PID, givenProcess } from "../testing/machine_fixture.ts";
import type { CallArguments } from "./call.ts";

const ERRORS: readonly { what: string; args: CallArguments; result: CallResult }[] = [
  { what: "no such resource", args: { resource: 16, soft: 2, hard: 1 }, result: "EINVAL" },
  { what: "a negative resource", args: { resource: -1 }, result: "EINVAL" },
  {
    what: "a soft limit above the hard one",
    args: { resource: RLIMIT.NOFILE, soft: 9999, hard: 9998 },
    result: "EINVAL",
  },
  {
    what: "a hard limit above the one there is",
    args: { resource: RLIMIT.NOFILE, soft: 1, hard: 1025 },
    result: "EPERM",
  },
];

for (const { what, args, result } of ERRORS) {
  Deno.test(`setrlimit() of ${what} is ${result}`, () => {
    const given = givenProcess();
    assertEquals(given.effectsOf(() => assertEquals(given.call("setrlimit", args), result)), []);
  });
}

Deno.test("setrlimit() sets both limits; a hard limit that was lowered stays low, and a child has the same", () => {
  const given = givenProcess();
  const resource = RLIMIT.DATA;
  assertEquals(given.call("setrlimit", { resource, soft: 4096, hard: 8192 }), 0);
  assertEquals(given.state.process(FIRST_PID).limits[resource], { soft: 4096, hard: 8192 });
  assertEquals(given.call("setrlimit", { resource, soft: 4096, hard: 8193 }), "EPERM");
  const child = given.fork();
  assertEquals(given.state.process(child).limits[resource], { soft: 4096, hard: 8192 });
});
