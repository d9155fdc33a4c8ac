/** Tests of the address space as text. */
import { assertEquals } from "@std/assert";
import { addressSpacePicture } from "./address_space.ts";
import { addressSpaceText, presenceBar } from "./address_space_text.ts";
import { DRAWN_PID, drawnProcess } from "./testing/drawn_process.ts";

Deno.test("mappings are boxes from the highest address down, with the gaps between them", () => {
  const text = addressSpaceText(addressSpacePicture(drawnProcess().state, DRAWN_PID));
  assertEquals(text.split("\n"), [
    "drawn (pid 1)",
    "",
    "0x805000 ┌─────────────┐",
    "         │ anonymous   │ ---p    4 KiB  ·                 0 of 1 page        anonymous",
    "0x804000 ├─────────────┤",
    "         │ anonymous   │ rw-p   16 KiB  █·██              3 of 4 pages       anonymous",
    "0x800000 └─────────────┘",
    "           ⋮ 4.0 MiB free",
    "0x403000 ┌─────────────┐",
    "         │ squares.bin │ rw-p   12 KiB  ███               3 of 3 pages       squares.bin",
    "0x400000 └─────────────┘",
    "",
  ]);
});

Deno.test("a cell of the bar is full, empty or between", () => {
  assertEquals(presenceBar([1, 0, 0.5]), "█·▒");
});
