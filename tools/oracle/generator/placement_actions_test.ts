/** Placement and the break are tried at their borders. */
import { assertOccur, linesOf } from "./testing.ts";
import { moveBreak, place } from "./placement_actions.ts";

Deno.test("the kernel is left to choose, begged and told, for lengths around 2 MiB too", () => {
  const texts = [
    "len=0x200000",
    "len=0x1ff000",
    "len=0x40000000",
    "addr=T-0x1000",
    "addr=0x",
    "32bit",
    "fixed_noreplace",
    "addr=h",
  ];
  assertOccur(linesOf(place), [...texts, "open d:", "open t:", "off=0x1ff000"]);
});

Deno.test("the break moves up and down and gets neighbours", () => {
  const texts = [
    "sbrk 0x1000",
    "sbrk -0x",
    "brk B+",
    "brk 0xffffffffffffffff",
    "touch w BRK",
    "munmap B",
    "addr=BRK",
    "mprotect B",
  ];
  assertOccur(linesOf(moveBreak), texts);
});
