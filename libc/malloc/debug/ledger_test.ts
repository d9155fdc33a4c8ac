/** Tests of the ledger of blocks. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../../testing/heap_process.ts";
import { Ledger, LIFE } from "./ledger.ts";

function given() {
  const { space, statics } = heapProcess();
  return { space, statics, ledger: new Ledger(space, statics) };
}

Deno.test("a block is found by its address as long as it is known", () => {
  const { ledger } = given();
  assertEquals([ledger.find(0x1000), ledger.oldest], [undefined, undefined]);
  ledger.reserve();
  ledger.add(0x1000, 100);
  ledger.add(0x2000, 200);
  assertEquals(ledger.find(0x2000), { block: 0x2000, sizeBytes: 200, life: LIFE.live, serial: 2, next: 0 });
  assertEquals(ledger.find(0x3000), undefined);
});

Deno.test("the table grows with its blocks, and forgets those that are gone", () => {
  const { space, statics, ledger } = given();
  for (let block = 1; block <= 500; block++) {
    assertEquals(ledger.reserve(), true);
    ledger.add(block * 4096, block);
    if (block > 100) continue;
    ledger.quarantine(ledger.find(block * 4096)!, 1);
    ledger.forgetOldest(1);
  }
  assertEquals(new Ledger(space, statics).find(300 * 4096)!.sizeBytes, 300);
  assertEquals([ledger.find(4096), [...ledger.entries()].length], [undefined, 400]);
});

Deno.test("the quarantine gives its oldest first", () => {
  const { ledger } = given();
  ledger.reserve();
  for (const block of [0x3000, 0x1000, 0x2000]) ledger.add(block, 10);
  for (const block of [0x1000, 0x3000, 0x2000]) ledger.quarantine(ledger.find(block)!, 2);
  const order: number[] = [];
  for (let oldest = ledger.oldest; oldest !== undefined; oldest = ledger.oldest) {
    order.push(oldest.block, ledger.quarantinePages);
    ledger.forgetOldest(2);
  }
  assertEquals(order, [0x1000, 6, 0x3000, 4, 0x2000, 2]);
  assertEquals([ledger.find(0x1000)!.life, ledger.quarantinePages], [LIFE.gone, 0]);
});

Deno.test("without memory for a table there is no room", () => {
  const { space, statics } = heapProcess({ limitBytes: 2 * 4096 });
  const ledger = new Ledger(space, statics);
  assertEquals(ledger.reserve(), true);
  for (let block = 1; block <= 64; block++) ledger.add(block * 4096, 1);
  assertEquals(ledger.reserve(), false);
  assertEquals(ledger.find(4096)!.sizeBytes, 1);
});
