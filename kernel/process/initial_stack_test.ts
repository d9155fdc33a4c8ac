/** Tests of what a new stack holds. */
import { assertEquals } from "@std/assert";
import { TASK_SIZE } from "../address.ts";
import { initialStack } from "./initial_stack.ts";

const program = { entry: 0x401000, headersAddress: 0x400040, headerCount: 2, vdsoAddress: 0x7ffff7ffd000 };

Deno.test("a new stack holds the count, the arguments, the environment and the auxiliary vector", () => {
  const start = { path: "/bin/echo", argv: ["echo", "héllo"], envp: ["PATH=/bin"] };
  const { stackPointer, bytes } = initialStack(start, program);
  assertEquals(stackPointer % 16, 0);
  assertEquals(stackPointer + bytes.length, TASK_SIZE);
  const view = new DataView(bytes.buffer);
  const word = (index: number) =>
    view.getUint32(index * 8, true) + view.getUint32(index * 8 + 4, true) * 2 ** 32;
  const text = (address: number) => {
    const at = address - stackPointer;
    return new TextDecoder().decode(bytes.subarray(at, bytes.indexOf(0, at)));
  };
  assertEquals(word(0), 2);
  assertEquals([text(word(1)), text(word(2)), word(3)], ["echo", "héllo", 0]);
  assertEquals([text(word(4)), word(5)], ["PATH=/bin", 0]);
  assertEquals([word(6), word(7)], [33, program.vdsoAddress]);
  const vector = new Map<number, number>();
  for (let at = 6; word(at) !== 0; at += 2) vector.set(word(at), word(at + 1));
  assertEquals(vector.get(9), program.entry);
  assertEquals(text(vector.get(31)!), "/bin/echo");
  assertEquals(text(vector.get(15)!), "x86_64");
});

Deno.test("strings lie below eight zero bytes: arguments lowest, then the environment, then the path", () => {
  const { stackPointer, stringsAddress, bytes } = initialStack(
    { path: "/p", argv: ["a"], envp: ["E=1"] },
    program,
  );
  const strings = bytes.subarray(stringsAddress - stackPointer);
  assertEquals(new TextDecoder().decode(strings), "a\0E=1\0/p\0" + "\0".repeat(8));
});
