/** Tests of what runs leave behind. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { parseScript } from "../guests/script/parse.ts";
import { RECORDED_WORLD } from "../guests/script/world.ts";
import { fileTexts, memoryTexts } from "./left_bytes.ts";
import { pressedScript } from "./script_pressure.ts";

function stateAfter(text: string, frameCount = 1000) {
  const guest = pressedScript({ name: "x", ops: parseScript(text, "x.mm"), header: RECORDED_WORLD });
  return guest.run({ frameCount }).machine.state;
}

const STORES = "a = mmap len=0x8000\ntouch w a n=8 val=7\nf = open t:x rdwr,creat\npwrite f 0 seq:3:0x3000\n";

Deno.test("the same bytes are the same text, in memory or in swap", () => {
  const [roomy, tight] = [stateAfter(STORES), stateAfter(STORES, 6)];
  assertEquals(tight.slots.size > 0, true);
  assertEquals(memoryTexts(tight), memoryTexts(roomy));
  assertEquals(fileTexts(tight), fileTexts(roomy));
});

Deno.test("another byte of memory or of a file is another text", () => {
  const before = stateAfter(STORES);
  assertNotEquals(memoryTexts(stateAfter(STORES + "store1 a+0x1234 1\n")), memoryTexts(before));
  assertNotEquals(fileTexts(stateAfter(STORES + "pwrite f 7 byte:9:1\n")), fileTexts(before));
});

Deno.test("pages of zeros are left out, and so is what only files hold", () => {
  const empty = memoryTexts(stateAfter("a = mmap len=0x8000\n"));
  assertEquals(memoryTexts(stateAfter("a = mmap len=0x8000\ntouch w a n=8 val=0\n")), empty);
});
