/** Test of the page about misuse of the heap: its table is what the allocators find. */
import { assertEquals } from "@std/assert";
import { ALLOCATORS, BUNDLED_PROGRAMS, runProgram } from "@palimpsest/libc";

Deno.test("the table of mistakes says what each allocator finds", async () => {
  const page = await Deno.readTextFile(new URL("heap_errors.md", import.meta.url));
  const rows = page.split("\n").filter((line) => line.startsWith("| ")).map((line) =>
    line.split("|").slice(1, -1).map((cell) => cell.trim())
  );
  const [head, , ...body] = rows;
  assertEquals(head.slice(1), ALLOCATORS.map(({ name }) => name));
  const program = BUNDLED_PROGRAMS.find(({ name }) => name === "heap_misuse")!;
  for (const [column, allocator] of ALLOCATORS.entries()) {
    const { output } = runProgram(program, { allocator });
    for (const [mistake, ...cells] of body) {
      const line = output.split("\n").find((each) =>
        each.startsWith(mistake) && /(found|went on)/.test(each)
      )!;
      const isTold = mistake === "leak" && output.includes("bytes in 3 blocks were never freed");
      const expected = line.includes("found") ? "found" : isTold ? "told" : "";
      assertEquals([allocator.name, mistake, cells[column]], [allocator.name, mistake, expected]);
    }
  }
});
