/** Tests of /proc/meminfo's text. */
import { assertEquals } from "@std/assert";
import { MAP } from "@palimpsest/kernel";
import { givenProcess } from "../../kernel/testing/machine_fixture.ts";
import { meminfoText } from "./meminfo.ts";

const SIZE = { frameCount: 4096, ramPages: 4096, swapSlotCount: 64 };

/** The number in a line of meminfo. */
function valueOf(text: string, label: string): number {
  return Number(text.split("\n").find((line) => line.startsWith(`${label}:`))!.split(/ +/)[1]);
}

Deno.test("the lines are those of Linux 6.18, in its order and columns", () => {
  const lines = meminfoText(givenProcess().state, SIZE).split("\n");
  assertEquals(lines.length, 55);
  assertEquals([lines[0], lines[17], lines[45], lines[49], lines[52]], [
    "MemTotal:          16384 kB",
    "Zswapped:              0 kB",
    "HugePages_Total:       0",
    "Hugepagesize:       2048 kB",
    "DirectMap2M:           0 kB",
  ]);
});

Deno.test("every page in use is counted as what it is", () => {
  const given = givenProcess();
  given.map(100, 8);
  given.map(200, 8, { flags: MAP.SHARED });
  given.map(300, 8, { fd: given.openFile({ fileSystem: 1 }), flags: MAP.SHARED });
  given.touchAll([100, 101, 200], "w");
  given.touch(300, "w");
  given.call("mlock", { address: 100 * 4096, lengthBytes: 4096 });
  const text = meminfoText(given.state, SIZE);
  const values = (...labels: string[]) => labels.map((label) => valueOf(text, label) / 4);
  const [cached] = values("Cached");
  assertEquals(values("AnonPages", "Shmem", "Dirty", "Mlocked"), [2, 1, 1, 1]);
  assertEquals(values("MemFree", "Inactive(file)"), [4096 - 1 - 2 - cached, cached - 1]);
  assertEquals(values("SwapTotal", "SwapFree", "Committed_AS"), [64, 64, 8 + 1]);
});
