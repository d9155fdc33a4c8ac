/** Tests of reading arrays of strings from user memory. */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { E2BIG, EFAULT } from "../errno.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { storeBytes } from "../user_memory.ts";
import { readStringArray, readUserString } from "./user_strings.ts";

const base = addressOf(100);

function store(fixture: MachineFixture, address: number, text: string): void {
  storeBytes(fixture.machine, 1, address, new TextEncoder().encode(text));
}

function storeWords(fixture: MachineFixture, address: number, words: readonly number[]): void {
  const bytes = new Uint8Array(words.length * 8);
  words.forEach((word, index) => new DataView(bytes.buffer).setUint32(index * 8, word, true));
  storeBytes(fixture.machine, 1, address, bytes);
}

Deno.test("an array of strings is read up to its null pointer; a string may cross pages", () => {
  const fixture = givenProcess();
  fixture.map(100, 3);
  storeWords(fixture, base, [base + 4090, base + 64, 0]);
  store(fixture, base + 64, "zwei\0");
  store(fixture, base + 4090, "over the edge\0");
  assertEquals(fixture.setUp((tx) => readStringArray(tx, base)), ["over the edge", "zwei"]);
  assertEquals(fixture.setUp((tx) => readStringArray(tx, 0)), []);
});

Deno.test("arrays and strings that cannot be read are EFAULT, an endless string E2BIG", () => {
  const fixture = givenProcess();
  fixture.map(100, 64);
  storeWords(fixture, base, [1, 0]);
  assertEquals(fixture.setUp((tx) => readStringArray(tx, base)), -EFAULT);
  assertEquals(fixture.setUp((tx) => readStringArray(tx, addressOf(99))), -EFAULT);
  const long = new Uint8Array(33 * 4096).fill(65);
  storeBytes(fixture.machine, 1, addressOf(101), long);
  assertEquals(fixture.setUp((tx) => readUserString(tx, addressOf(101))), -E2BIG);
});
