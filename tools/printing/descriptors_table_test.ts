/** Tests of the table of descriptors. */
import { assertEquals } from "@std/assert";
import { descriptorLines, descriptorRows } from "./descriptors_table.ts";
import { smallMachine } from "./testing/small_machine.ts";

Deno.test("descriptors show how their files were opened", () => {
  const rows = [{ descriptor: 3, openedAs: "O_RDONLY|O_CLOEXEC", position: 0, file: "/bin/small" }];
  assertEquals(descriptorRows(smallMachine().state, 1), rows);
  assertEquals(descriptorLines(rows), [
    "FD  OPENED AS           POSITION  FILE",
    " 3  O_RDONLY|O_CLOEXEC         0  /bin/small",
  ]);
});
