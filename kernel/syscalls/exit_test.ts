/** Tests of _exit(2) as a call; what goes with a process is tested with process/exit.ts. */
import { assertEquals } from "@std/assert";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import { givenProcess } from "../testing/machine_fixture.ts";

for (const name of ["exit", "exit_group"]) {
  Deno.test(`${name}() leaves a zombie with the low byte of its status`, () => {
    const given = givenProcess();
    const child = given.fork();
    given.as(child, () => given.call(name, { status: 0x1ff }));
    const { state, status, space } = given.state.process(child);
    assertEquals([state, status, space], [PROCESS_ZOMBIE, 0xff00, 0]);
  });
}
