/** Tests of the end of an address space. */
import { assertEquals } from "@std/assert";
import { kernelPart, System } from "../compose.ts";
import { endSpace } from "./space_end.ts";

Deno.test("a space ends when nobody lives in it, and not before", () => {
  const machine = new System([kernelPart]).boot({ frameCount: 64, ramPages: 64, swapSlotCount: 0 });
  const layout = { topPage: 1000, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
  machine.run({ kind: "setup", process: 1, what: "a process" }, (tx) => {
    tx.emit({ kind: "spaceNew", space: 1, ...layout });
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 1, name: "" });
    return {};
  });
  machine.run({ kind: "setup", process: 1, what: "nothing yet" }, (tx) => {
    endSpace(tx, 1);
    endSpace(tx, 0);
    return {};
  });
  assertEquals(machine.state.spaces.size, 1);
  machine.run({ kind: "setup", process: 1, what: "the end" }, (tx) => {
    tx.emit({ kind: "processSpace", process: 1, space: 0, name: "" });
    endSpace(tx, 1);
    return {};
  });
  assertEquals(machine.state.spaces.size, 0);
});
