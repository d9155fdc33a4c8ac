/** Tests of the terminal. */
import { assertEquals } from "@std/assert";
import { boot } from "./boot.ts";
import { openTerminal, terminalText } from "./terminal_operations.ts";

function givenTerminal() {
  const machine = boot({ frameCount: 64, ramPages: 1000, swapSlotCount: 0 });
  let inode = 0;
  machine.run({ kind: "setup", process: 1, what: "a test" }, (tx) => {
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 0, name: "test" });
    inode = openTerminal(tx);
    return {};
  });
  const write = (fd: number, text: string) => {
    const bytes = new TextEncoder().encode(text);
    return machine.call(1, "write", { fd, lengthBytes: bytes.length, bytes, outside: 1 });
  };
  return { machine, inode, write };
}

Deno.test("what is written to descriptors 1 and 2 stands on the terminal in order", () => {
  const { machine, inode, write } = givenTerminal();
  assertEquals([write(1, "eins "), write(2, "zwei "), write(1, ""), write(1, "dréi\n")], [5, 5, 0, 6]);
  assertEquals(terminalText(machine.state, inode), "eins zwei dréi\n");
});

Deno.test("what was written is part of the state: a checkpoint keeps what stood there then", () => {
  const { machine, inode, write } = givenTerminal();
  write(1, "before ");
  const before = machine.state.checkpoint();
  write(1, "x".repeat(5000));
  assertEquals(terminalText(before, inode), "before ");
  assertEquals(terminalText(machine.state, inode), "before " + "x".repeat(5000));
});

Deno.test("reading from a terminal is the end of input; it has no position and cannot be mapped or cut", () => {
  const { machine } = givenTerminal();
  assertEquals(machine.call(1, "read", { fd: 0, lengthBytes: 10, outside: 1 }), 0);
  assertEquals(machine.call(1, "ftruncate", { fd: 0, lengthBytes: 0 }), -22);
});
