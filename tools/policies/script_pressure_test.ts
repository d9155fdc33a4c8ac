/** Tests of scripts with little memory; soak/pressure_test.ts runs a slice of the corpus. */
import { assert, assertEquals } from "@std/assert";
import { parseScript } from "../guests/script/parse.ts";
import { RECORDED_WORLD } from "../guests/script/world.ts";
import { firstDifference, type PressedGuest } from "./pressed_guest.ts";
import { pressedScript, pressedView } from "./script_pressure.ts";

function guestOf(text: string, keepsLazilyFreed = false): PressedGuest {
  return pressedScript({
    name: "test",
    ops: parseScript(text, "test.mm"),
    header: RECORDED_WORLD,
    keepsLazilyFreed,
  });
}

Deno.test("records are compared without residency, mincore's vectors and fault counts", () => {
  const record = { n: 1, p: "p0", op: "mincore a 4096", ret: 0, vec: "1x1", min: 3, maj: 0 };
  assertEquals(pressedView(record), pressedView({ ...record, vec: "1x0", min: 0, maj: 9 }));
  const dumped = (residency: string) =>
    pressedView({ n: 1, p: "p0", op: "dump", vmas: [["A", "B", "rw-p", 0, "", "rd", residency]] });
  assertEquals(dumped("3a"), dumped("3s"));
  assert(pressedView(record) !== pressedView({ ...record, ret: -1 }));
});

Deno.test("pages freed lazily are what memory pressure decides, unless that advice is left out", () => {
  const text = "a = mmap len=0x4000\ntouch w a n=4 val=7\nmadvise a 0x4000 FREE\n" +
    "b = mmap len=0x10000\ntouch w b n=16\nread a 0x4000\n";
  const compared = (keepsLazilyFreed: boolean) => {
    const guest = guestOf(text, keepsLazilyFreed);
    return firstDifference(guest.run(), guest.run({ frameCount: 8 }));
  };
  assert(compared(false)?.includes("read a 0x4000"));
  assertEquals(compared(true), undefined);
});
