/** Tests of VMA flags: permissions as in /proc/PID/maps, and the two-letter names of smaps. */
import { assertEquals } from "@std/assert";
import { permissionsText, VM, vmFlagsText } from "./vma_flags.ts";

Deno.test("vmFlagsText() prints smaps' names in smaps' order", () => {
  assertEquals(
    vmFlagsText(VM.ACCOUNT | VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC),
    "rd wr mr mw me ac",
  );
});

Deno.test("permissionsText() shows a mapping as shared by MAYSHARE, even when it cannot be written", () => {
  assertEquals(permissionsText(VM.READ | VM.MAYSHARE), "r--s");
  assertEquals(permissionsText(VM.READ | VM.WRITE | VM.EXEC), "rwxp");
});
