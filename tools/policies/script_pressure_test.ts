/** Tests of scripts with little memory: a slice of what `soak pressure` does. */
import { assert, assertEquals } from "@std/assert";
import { checkState, type Machine, ONLINE_POLICY_NAMES } from "@palimpsest/kernel";
import { readCorpus } from "../guests/script/corpus.ts";
import { parseScript } from "../guests/script/parse.ts";
import { parseAnswer } from "../guests/script/record.ts";
import { RECORDED_WORLD } from "../guests/script/world.ts";
import {
  endAll,
  fewestFrames,
  firstDifference,
  leftovers,
  type PressedScript,
  pressedView,
  runPressed,
} from "./script_pressure.ts";

const NO_WATERMARKS = { min: 0, low: 0, high: 0 };
/** Every how many scripts one is run, and operations the state is checked. */
const SCRIPT_STEP = 9;
const CHECK_STEP = 7;

function scriptOf(text: string): PressedScript {
  return { ops: parseScript(text, "test.mm"), header: RECORDED_WORLD };
}

const HUNGRY = scriptOf("a = mmap len=0x20000\ntouch w a n=32 step=4096 val=7\nread a 0x20000\n");

Deno.test("a script with too few frames is out of memory, and with the fewest that are enough it is not", () => {
  const plenty = runPressed(HUNGRY);
  assertEquals([plenty.isOutOfMemory, plenty.reclaimCount, plenty.mostFrames], [false, 0, 33]);
  assertEquals(fewestFrames(HUNGRY, plenty.mostFrames, { swapSlotCount: 24 }), 10);
  const tooFew = runPressed(HUNGRY, { frameCount: 9, swapSlotCount: 24 });
  assertEquals(tooFew.isOutOfMemory, true);
  assert(firstDifference(plenty, tooFew)?.startsWith('line 3, "read a'));
});

Deno.test("records are compared without residency, mincore's vectors and fault counts", () => {
  const record = { n: 1, p: "p0", op: "mincore a 4096", ret: 0, vec: "1x1", min: 3, maj: 0 };
  assertEquals(pressedView(record), pressedView({ ...record, vec: "1x0", min: 0, maj: 9 }));
  const dumped = (residency: string) =>
    pressedView({ n: 1, p: "p0", op: "dump", vmas: [["A", "B", "rw-p", 0, "", "rd", residency]] });
  assertEquals(dumped("3a"), dumped("3s"));
  assert(pressedView(record) !== pressedView({ ...record, ret: -1 }));
});

for (const corpus of ["curated", "random", "swap"]) {
  Deno.test(`${corpus} scripts do the same in the smallest memory as with plenty`, async (t) => {
    const entries = await readCorpus(new URL(`../testdata/conform/${corpus}.ndjson.gz`, import.meta.url));
    const chosen = entries.filter((_, number) => number % SCRIPT_STEP === 0);
    for (const [number, { name, script: text, answer }] of chosen.entries()) {
      const script = { ops: parseScript(text, name), header: parseAnswer(answer, name).header };
      await t.step(name, () => checkScript(script, number));
    }
  });
}

/** Runs a script with the fewest frames and a few policies; every structure holds, and nothing is left at the end. */
function checkScript(script: PressedScript, number: number): void {
  const plenty = runPressed(script);
  const frameCount = fewestFrames(script, plenty.mostFrames + 2, { watermarks: NO_WATERMARKS });
  for (
    const policy of [0, 3, 7].map((step) => ONLINE_POLICY_NAMES[(number + step) % ONLINE_POLICY_NAMES.length])
  ) {
    let operationCount = 0;
    const check = ({ state }: Machine) => {
      if (operationCount++ % CHECK_STEP === 0) checkState(state);
    };
    const pressed = runPressed(script, { frameCount, policy, watermarks: NO_WATERMARKS }, check);
    // The border was found for the usual policy; another may need more.
    if (pressed.isOutOfMemory) continue;
    assertEquals(firstDifference(plenty, pressed), undefined, policy);
    endAll(pressed);
    checkState(pressed.machine.state);
    assertEquals(leftovers(pressed), undefined, policy);
  }
}
