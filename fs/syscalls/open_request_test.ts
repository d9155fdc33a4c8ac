/** Tests of what opening asks for. */
import { OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { accessWanted, KNOWN_FLAGS } from "./open_request.ts";

Deno.test("flags ask for permissions; O_PATH for none", () => {
  const { RDONLY, WRONLY, RDWR, TRUNC, PATH } = OPEN;
  assertEquals([RDONLY, WRONLY, RDWR, 3, RDONLY | TRUNC, RDWR | PATH].map(accessWanted), [4, 2, 6, 6, 6, 0]);
  assertEquals(KNOWN_FLAGS & OPEN.TMPFILE, OPEN.TMPFILE);
});
