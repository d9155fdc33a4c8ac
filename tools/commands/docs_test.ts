/** Tests of the docs command; that the pages are up to date is tested beside tools/generate/pages.ts. */
import { assertEquals } from "@std/assert";
import { palimpsest } from "../cli.ts";
import { docsCommand } from "./docs.ts";

Deno.test("docs is a command with a check that writes nothing", () => {
  const command = docsCommand(() => palimpsest);
  assertEquals([command.name, command.options.check.kind], ["docs", "flag"]);
});
