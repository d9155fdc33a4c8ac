/** Tests of the files that programs are. */
import { assertEquals, assertThrows } from "@std/assert";
import { parseElf } from "@palimpsest/kernel";
import { DEFAULT_ALLOCATOR as allocator } from "../malloc/allocators.ts";
import { defineProgram } from "./program.ts";
import { programFile } from "./program_file.ts";
import { ints, text, zeros } from "./static_data.ts";

const program = defineProgram("sample", {
  about: "has all kinds of data",
  rodata: { greeting: text("hi") },
  data: { table: ints(1, 2, 3) },
  bss: { large: zeros(10_000) },
  *main() {},
});

Deno.test("a program's file is an ELF image with its data in place", () => {
  const { elf, bytes, symbols } = programFile(program, allocator);
  assertEquals(parseElf(bytes.subarray(0, 4096)), elf);
  assertEquals(elf.segments.map(({ address, rights }) => [address, rights]), [
    [0, 4],
    [0x1000, 5],
    [0x2000, 4],
    [0x3000, 6],
  ]);
  const at = (name: string) => symbols.get(name)!;
  assertEquals(new TextDecoder().decode(bytes.subarray(at("greeting"), at("greeting") + 3)), "hi\0");
  assertEquals([...bytes.subarray(at("table"), at("table") + 12)], [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);
  assertEquals(bytes.length, at("edata"));
  assertEquals(at("end"), at("large") + 10_000);
  assertEquals(at("main") >= 0x1000 && at("main") < at("etext"), true);
});

Deno.test("a program without constants has no segment for them; a name is declared once", () => {
  const small = defineProgram("small", { about: "", *main() {} });
  assertEquals(programFile(small, allocator).elf.segments.length, 3);
  const double = defineProgram("double", { about: "", data: { stdout: ints(1) }, *main() {} });
  assertThrows(
    () => programFile({ ...double, data: {}, bss: { main: zeros(1) } }, allocator),
    Error,
    "declared twice",
  );
});
