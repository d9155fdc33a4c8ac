/** Tests of the table of given calls. */
import { assertEquals } from "@std/assert";
import { GIVEN_GROUPS, givenReason } from "./given_calls.ts";

Deno.test("every given call stands in one group", () => {
  const calls = GIVEN_GROUPS.flatMap((group) => group.calls);
  assertEquals(calls.filter((call, index) => calls.indexOf(call) !== index), []);
});

Deno.test("memory calls, descriptor calls and ends of processes are never given", () => {
  const asked =
    "brk mmap munmap mprotect mremap madvise msync mincore mlock open openat creat close dup dup2 dup3 pipe " +
    "pipe2 memfd_create socket lseek fork vfork clone wait4 exit exit_group";
  assertEquals(asked.split(" ").filter((call) => givenReason(call) !== undefined), []);
});

Deno.test("a given call has a reason", () => {
  assertEquals(givenReason("uname")?.startsWith("what the recorded machine is made of"), true);
  assertEquals(givenReason("no_such_call"), undefined);
});
