/** Tests of the generated pages. */
import { assertEquals } from "@std/assert";
import { palimpsest } from "../cli.ts";
import { generatedPages } from "./pages.ts";

for (const { path, generate } of generatedPages(palimpsest)) {
  Deno.test(`${path} says what the code says (deno task docs)`, async () => {
    const present = await Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
    assertEquals(await generate(present), present);
  });
}
