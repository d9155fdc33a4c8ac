/** Tests of structures in user memory: read and written whole, or not at all. */
import { assertEquals } from "@std/assert";
import { addressOf, TASK_SIZE } from "../address.ts";
import { givenProcess } from "../testing/machine_fixture.ts";
import { readUserBytes, writeUserBytes } from "./user_bytes.ts";

const BYTES = new Uint8Array([1, 2, 3, 4, 5, 6]);

Deno.test("what was written is read back, over a page boundary", () => {
  const given = givenProcess();
  given.map(100, 2);
  const address = addressOf(101) - 3;
  assertEquals(given.setUp((tx) => writeUserBytes(tx, address, BYTES)), true);
  assertEquals(given.setUp((tx) => readUserBytes(tx, address, 6)), BYTES);
});

Deno.test("a structure that lies partly outside is EFAULT", () => {
  const given = givenProcess();
  given.map(100, 1);
  const address = addressOf(101) - 3;
  assertEquals(given.setUp((tx) => readUserBytes(tx, address, 6)), undefined);
  assertEquals(given.setUp((tx) => writeUserBytes(tx, address, BYTES)), false);
});

Deno.test("addresses beyond the task size are EFAULT before anything is copied", () => {
  const given = givenProcess();
  for (const address of [TASK_SIZE - 3, -8]) {
    const effects = given.effectsOf(() =>
      given.setUp((tx) => {
        assertEquals(writeUserBytes(tx, address, BYTES), false);
        assertEquals(readUserBytes(tx, address, 6), undefined);
      })
    );
    assertEquals(effects, []);
  }
});

Deno.test("unknown bytes read as 0", () => {
  const given = givenProcess();
  given.map(100, 1, { fd: given.openFile({ pageCount: 1, unknownStorage: true }) });
  assertEquals(given.setUp((tx) => readUserBytes(tx, addressOf(100), 4)), new Uint8Array(4));
});
