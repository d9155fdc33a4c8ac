/** The command says how it is used. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { main } from "./native_main.ts";

Deno.test("without a script the command says how it is used and fails with status 2", async () => {
  const said: string[] = [];
  assertEquals(await main([], (line) => said.push(line)), 2);
  assertStringIncludes(said.join(), "Usage: native_main.ts");
});
