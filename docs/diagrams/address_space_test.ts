/** Tests of the address-space picture. */
import { assertEquals } from "@std/assert";
import { addressSpacePicture } from "./address_space.ts";
import { DRAWN_PID, drawnProcess } from "./testing/drawn_process.ts";

Deno.test("every mapping is there, from the highest down, with what is present of it", () => {
  const { rows } = addressSpacePicture(drawnProcess().state, DRAWN_PID);
  assertEquals(rows.map(({ startPage, backing, gapAbovePages }) => [startPage, backing, gapAbovePages]), [
    [0x804, "anonymous", 0],
    [0x800, "anonymous", 0],
    [0x400, "squares.bin", 0x3fd],
  ]);
  assertEquals(rows.map(({ presentCount, presence }) => [presentCount, presence]), [
    [0, [0]],
    [3, [1, 0, 1, 1]],
    [3, [1, 1, 1]],
  ]);
});
