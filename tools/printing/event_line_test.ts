/** Tests of events as lines. */
import { assertEquals } from "@std/assert";
import { system } from "@palimpsest/fs";
import type { AnyEvent } from "@palimpsest/kernel";
import { eventLine } from "./event_line.ts";

const { schema } = system().codec;
const line = (event: Record<string, unknown> & { kind: string }, effects: AnyEvent["effects"] = []) =>
  eventLine(schema, { effects, ...event } as AnyEvent, { effects: effects.length > 0 });

Deno.test("a call prints as strace prints it", () => {
  const mmap = {
    kind: "mmap",
    process: 1,
    resumed: false,
    address: 0,
    lengthBytes: 8192,
    prot: 3,
    flags: 34,
    fd: -1,
    offset: 0,
  };
  assertEquals(
    line({ ...mmap, unfinished: false, result: 0x7ffff7fc0000 }),
    "1  mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0x0) = 0x7ffff7fc0000",
  );
});

Deno.test("a call that never returns has no result", () => {
  assertEquals(
    line({ kind: "exit_group", process: 1, status: 3, unfinished: false, result: 0 }),
    "1  exit_group(3) = ?",
  );
});

Deno.test("a fault says who touched what, and what came of it", () => {
  const fault = { kind: "fault", process: 1, page: 0x7ffff7fc0, offset: 8 };
  assertEquals(
    line({ ...fault, access: 1, result: 0 }),
    "1  --- page fault: writes 0x7ffff7fc0008, page absent: minor ---",
  );
  assertEquals(
    line({ ...fault, access: 4 | 8, result: 4 }),
    "1  --- page fault: the kernel reads 0x7ffff7fc0008, page present: SIGBUS, behind the end of the file " +
      "(BUS_ADRERR) ---",
  );
  assertEquals(
    line({ ...fault, access: 2, result: 1 }),
    "1  --- page fault: executes 0x7ffff7fc0008, page absent: major ---",
  );
});

Deno.test("a given call shows that its result was given", () => {
  assertEquals(
    line({ kind: "given", process: 1, name: "access", arguments: [4096, 4], path: "/etc/x", result: -2 }),
    '1  access(0x1000, 0x4) "/etc/x" = -1 ENOENT (No such file or directory) [given]',
  );
});

Deno.test("what the machine does by itself stands between dashes, with its effects below it", () => {
  assertEquals(line({ kind: "signal", process: 1, number: 17, code: 0, address: 0 }), "1  --- SIGCHLD ---");
  assertEquals(line({ kind: "setup", process: 0, what: "files" }), "0  --- setup: files ---");
  assertEquals(line({ kind: "boot", config: "{}" }), "0  --- boot {} ---");
  assertEquals(
    line({ kind: "store", process: 1 }, [{
      kind: "bytesFill",
      frame: 7,
      offset: 0,
      lengthBytes: 4096,
      value: -1,
    }]),
    "1  --- stores, in 1 part ---\n      bytesFill frame=7 value=-1",
  );
});
