/** Tests of the block device: given(writes).when(flushed).then(what a block may hold). */
import { assertEquals } from "@std/assert";
import { State } from "@palimpsest/kernel";
import { BlockDevice } from "./block_device.ts";

function given(): {
  state: State;
  device: BlockDevice;
  write: (block: number, event: number, content: number) => void;
} {
  const state = State.empty(16);
  const device = BlockDevice.empty(state.epoch);
  const write = (block: number, event: number, content: number) =>
    device.write(state, state.epoch, block, { event, content });
  return { state, device, write };
}

Deno.test("a write waits in the cache, and is read from there", () => {
  const { device, write } = given();
  write(5, 1, 7);
  write(5, 2, 8);
  assertEquals([device.read(5), device.read(6), device.waitingCount], [8, 0, 1]);
  assertEquals(device.blocks.get(5), {
    durable: undefined,
    waiting: [{ event: 1, content: 7 }, { event: 2, content: 8 }],
  });
});

Deno.test("a flush makes the last version of every block durable", () => {
  const { state, device, write } = given();
  write(5, 1, 7);
  write(5, 2, 8);
  write(900, 3, 9);
  device.flush(state, state.epoch);
  assertEquals([device.waitingCount, [...device.waitingBlocks()]], [0, []]);
  assertEquals(device.blocks.get(5), { durable: { event: 2, content: 8 }, waiting: [] });
  assertEquals(device.read(900), 9);
});

Deno.test("a full cache writes the oldest version of a block out", () => {
  const { device, write } = given();
  for (let event = 1; event <= 10; event++) write(5, event, event);
  const { durable, waiting } = device.blocks.get(5)!;
  assertEquals([durable?.event, waiting.length, waiting[0].event], [2, 8, 3]);
});

Deno.test("the digest is the sum of the records, and is as before when a block is forgotten", () => {
  const { state, device, write } = given();
  const before = state.digest.toHex();
  write(5, 1, 7);
  assertEquals([...device.records()].length, 1);
  device.flush(state, state.epoch);
  device.forget(state, state.epoch, 5);
  assertEquals([state.digest.toHex(), [...device.records()]], [before, []]);
});
