/** Tests of /proc/PID/status and stat, against the labels and columns of Linux 6.18. */
import { assertEquals } from "@std/assert";
import { givenProcess } from "../../kernel/testing/machine_fixture.ts";
import { codeRange, statText, statusText } from "./status.ts";

const LABELS =
  "Name Umask State Tgid Ngid Pid PPid TracerPid Uid Gid FDSize Groups NStgid NSpid NSpgid NSsid Kthread " +
  "VmPeak VmSize VmLck VmPin VmHWM VmRSS RssAnon RssFile RssShmem VmData VmStk VmExe VmLib VmPTE VmSwap HugetlbPages " +
  "CoreDumping THP_enabled untag_mask Threads SigQ SigPnd ShdPnd SigBlk SigIgn SigCgt CapInh CapPrm CapEff CapBnd CapAmb " +
  "NoNewPrivs Seccomp Seccomp_filters Speculation_Store_Bypass SpeculationIndirectBranch Cpus_allowed Cpus_allowed_list " +
  "Mems_allowed Mems_allowed_list voluntary_ctxt_switches nonvoluntary_ctxt_switches";

/** A process with five writable pages, two of them written, and one signal of each sort. */
function givenBusy() {
  const given = givenProcess();
  given.map(100, 5);
  given.touchAll([100, 101], "w");
  given.call("rt_sigaction", { signal: 10, handler: 0x1000 });
  given.call("rt_sigaction", { signal: 13, handler: 1 });
  given.call("rt_sigprocmask", { how: 0, set: 2 ** 16 });
  return given;
}

Deno.test("status has the lines of Linux 6.18, in its order", () => {
  const given = givenBusy();
  const lines = statusText(given.state, given.state.process(given.pid)).trimEnd().split("\n");
  assertEquals(lines.map((line) => line.slice(0, line.indexOf(":"))), LABELS.split(" "));
  const line = (label: string) => lines.find((each) => each.startsWith(`${label}:`));
  assertEquals([line("VmSize"), line("VmRSS"), line("RssAnon"), line("VmPTE")], [
    "VmSize:\t      20 kB",
    "VmRSS:\t       8 kB",
    "RssAnon:\t       8 kB",
    "VmPTE:\t      12 kB",
  ]);
  assertEquals([line("State"), line("Uid"), line("SigIgn"), line("SigCgt"), line("SigBlk")], [
    "State:\tR (running)",
    "Uid:\t0\t0\t0\t0",
    "SigIgn:\t0000000000001000",
    "SigCgt:\t0000000000000200",
    "SigBlk:\t0000000000010000",
  ]);
});

Deno.test("a process that has ended has no memory; it is a zombie", () => {
  const given = givenBusy();
  const child = given.fork();
  given.as(child, () => given.call("exit_group", { status: 3 }));
  const process = given.state.process(child);
  const text = statusText(given.state, process);
  assertEquals([text.includes("VmSize"), text.includes("State:\tZ (zombie)")], [false, true]);
  assertEquals(statText(given.state, process).trimEnd().split(" ").slice(-1), ["768"]);
});

Deno.test("stat is one line of 52 fields", () => {
  const given = givenBusy();
  const { pid, name } = given.state.process(given.pid);
  const fields = statText(given.state, given.state.process(given.pid)).trimEnd().split(" ");
  assertEquals(fields.length, 52);
  assertEquals([fields[0], fields[1], fields[2], fields[9]], [`${pid}`, `(${name})`, "R", "2"]);
  assertEquals([fields[22], fields[23], fields[24], fields[31], fields[33], fields[37]], [
    "20480",
    "2",
    "18446744073709551615",
    "65536",
    "512",
    "17",
  ]);
});

Deno.test("code is the lowest executable mapping of a file", () => {
  const given = givenProcess();
  assertEquals(codeRange(given.space), [0, 0]);
  given.map(300, 4, { fd: given.openFile(), rights: "rx" });
  assertEquals(codeRange(given.space), [300 * 4096, 304 * 4096]);
});
