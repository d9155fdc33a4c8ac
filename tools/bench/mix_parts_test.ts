/** The shares of the mix. */
import { assertEquals } from "@std/assert";
import { actionTable, MIX_SHARES } from "./mix_parts.ts";

Deno.test("the shares of the actions are of 1000, and the table has each as often", () => {
  const table = actionTable();
  assertEquals(table.length, 1000);
  for (const [action, { share }] of Object.entries(MIX_SHARES)) {
    assertEquals(table.filter((other) => other === action).length, share);
  }
});
