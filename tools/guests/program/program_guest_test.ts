/** Tests of bundled programs as guests. */
import { assertEquals } from "@std/assert";
import { boot } from "@palimpsest/libc";
import { bundledGuest, bundledNames } from "./program_guest.ts";

Deno.test("a bundled program is a guest by its name; any other name is none", () => {
  assertEquals(bundledGuest("nothing"), undefined);
  const guest = bundledGuest("wait_for_42")!;
  assertEquals(guest.title, "the program wait_for_42: wait for a child that exits with 42");
  const report = guest.run(boot(guest.config), () => {});
  assertEquals(report.output?.split("\n")[1], "it exited with 42");
  assertEquals([report.ending, report.stopped, report.events.fork], ["exited with 0", undefined, 1]);
});

Deno.test("a bundled program's name may be written with hyphens", () => {
  assertEquals(bundledGuest("save-array")?.title, bundledGuest("save_array")?.title);
});

Deno.test("every bundled program runs as a guest to its end", () => {
  for (const name of bundledNames()) {
    const guest = bundledGuest(name)!;
    const report = guest.run(boot(guest.config), () => {});
    assertEquals([name, report.stopped, report.ending], [name, undefined, "exited with 0"]);
  }
});

Deno.test("a program is stopped after as many events as it may make", () => {
  const guest = bundledGuest("who_am_i", { maxEvents: 20 })!;
  const report = guest.run(boot(guest.config), () => {});
  assertEquals(report.stopped?.startsWith("The run was stopped after 20 events"), true);
});
