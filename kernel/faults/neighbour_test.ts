/** Tests of the frame below a page, which the next frame should follow. */
import { assertEquals } from "@std/assert";
import { givenProcess } from "../testing/machine_fixture.ts";
import { frameBefore } from "./neighbour.ts";

Deno.test("the frame of the page below is the one to follow", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touch(101, "w");
  given.setUp((tx) => assertEquals(frameBefore(tx, given.vmaAt(100), 102), given.frameAt(101)));
});

Deno.test("there is none at the start of the VMA, above an absent page, and above the zero page", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.map(104, 4, { rights: "rwx" });
  given.touch(103, "w");
  given.touch(101, "r");
  given.setUp((tx) => {
    assertEquals(frameBefore(tx, given.vmaAt(104), 104), -1);
    assertEquals([frameBefore(tx, given.vmaAt(100), 101), frameBefore(tx, given.vmaAt(100), 102)], [-1, -1]);
  });
});
