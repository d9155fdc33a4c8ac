/** Tests of images: what is filled in that a maps record does not show. */
import { assertEquals } from "@std/assert";
import { permissionsText, VM } from "@palimpsest/kernel";
import { breakOf, flagsOf, imageOf, mmapBase } from "./exec_image.ts";
import type { MapsRecord, RecordedVma } from "./record.ts";

const vma = (start: number, end: number, permissions: string, name: string): RecordedVma => ({
  start,
  end,
  permissions,
  pageOffset: 0,
  name,
  residency: undefined,
});

Deno.test("mmap searches below the stack's limit and its gap, and never above 128 MiB below the top", () => {
  assertEquals(mmapBase(8 * 2 ** 20).toString(16), "7ffff7fff000");
  assertEquals(mmapBase(2 ** 30).toString(16), "7fffbfeff000");
});

Deno.test("the heap starts behind the program and what is zero behind it", () => {
  const program = [vma(0x400000, 0x401000, "r-xp", "/bin/x"), vma(0x402000, 0x403000, "rw-p", "/bin/x")];
  const interpreter = vma(0x7ffff7fcb000, 0x7ffff7ff1000, "r-xp", "/lib/ld.so");
  assertEquals(breakOf([...program, interpreter]), {
    startBreak: 0x403000,
    startData: 0x402000,
    endData: 0x403000,
  });
  const withZeros = [...program, vma(0x403000, 0x409000, "rw-p", ""), interpreter];
  assertEquals(breakOf(withZeros).startBreak, 0x409000);
});

Deno.test("the heap of a program that lies among mappings, without interpreter, is where programs usually are", () => {
  const program = [
    vma(0x7ffff7f47000, 0x7ffff7f50000, "r-xp", "/bin/x"),
    vma(0x7ffff7ff7000, 0x7ffff7ffa000, "rw-p", "/bin/x"),
  ];
  assertEquals(breakOf(program).startBreak.toString(16), "555555555000");
});

Deno.test("flags follow from the rights and the name", () => {
  const flags = (permissions: string, name: string) => flagsOf(vma(0, 4096, permissions, name));
  assertEquals(permissionsText(flags("r-xp", "/bin/x")), "r-xp");
  assertEquals((flags("r--p", "/bin/x") & VM.ACCOUNT) !== 0, false);
  assertEquals((flags("rw-p", "/bin/x") & VM.ACCOUNT) !== 0, true);
  assertEquals((flags("rw-p", "[stack]") & VM.GROWSDOWN) !== 0, true);
  assertEquals((flags("r--p", "[vvar]") & (VM.PFNMAP | VM.MAYWRITE)) === VM.PFNMAP, true);
  assertEquals((flags("r-xp", "[vdso]") & VM.DONTEXPAND) !== 0, true);
});

Deno.test("pages that are present are in the image, and special mappings keep their names", () => {
  const maps: MapsRecord = {
    kind: "maps",
    line: 3,
    process: "p0",
    at: "exec",
    mapsHash: "",
    vmas: [
      {
        ...vma(0x400000, 0x403000, "rw-p", "/bin/x"),
        residency: [{ count: 2, value: "." }, { count: 1, value: "a" }],
      },
      { ...vma(0x7ffff7fc8000, 0x7ffff7fca000, "r-xp", "[vdso]"), residency: [{ count: 2, value: "f" }] },
    ],
  };
  const image = imageOf(maps, { name: "x", stackLimitBytes: 2 ** 23, fileOf: () => ({ file: 7, inode: 8 }) });
  assertEquals(image.vmas.map(({ name, file, present }) => [name, file, present]), [
    ["", 7, [{ page: 0x402, count: 1, kind: "anonymous" }]],
    ["[vdso]", 7, [{ page: 0x7ffff7fc8, count: 2, kind: "file" }]],
  ]);
});
