/** Tests of scripts as guests. */
import { assertEquals, assertThrows } from "@std/assert";
import { boot } from "@palimpsest/fs";
import { UserError } from "../../command_line/failure.ts";
import { scriptGuest } from "./script_guest.ts";
import type { Guest } from "../guest.ts";

const read = (text: string) => scriptGuest.read("no/such/x.mm", new TextEncoder().encode(text)) as Guest;

Deno.test("a script runs as a guest and counts its events", () => {
  const guest = read("a = mmap len=0x2000\ntouch w a n=2\n");
  const report = guest.run(boot(guest.config), () => {});
  assertEquals([report.events.mmap, report.events.fault, report.events.store, report.differedCount], [
    1,
    2,
    2,
    0,
  ]);
});

Deno.test("a script that cannot be read is refused with its place", () => {
  assertThrows(() => read("mmap len=0x1000\nfrobnicate 1\n"), UserError, "x.mm:2:1: ");
});
