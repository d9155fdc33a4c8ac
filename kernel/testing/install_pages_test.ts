/** Tests of files with known pages. */
import { assertEquals } from "@std/assert";
import { fileBytes } from "../memory/file_content.ts";
import { installPages } from "./install_pages.ts";
import { givenProcess } from "./machine_fixture.ts";

Deno.test("a page begins with its bytes and is zero behind them", () => {
  const fixture = givenProcess();
  const inode = installPages(fixture, { mode: 0o644, pages: [Uint8Array.of(1, 2), new Uint8Array(0)] });
  assertEquals([...fileBytes(fixture.state, inode, 0, 4).bytes], [1, 2, 0, 0]);
  assertEquals(fixture.state.inode(inode).sizeBytes, 8192);
});
