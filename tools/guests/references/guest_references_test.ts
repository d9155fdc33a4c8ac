/** Tests of references of guests that make calls. */
import { assertEquals, assertRejects } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { recordGuest } from "../../commands/record.ts";
import { LogView } from "../../log_file/log_view.ts";
import { findGuest } from "../registry.ts";
import { isCallingGuest, readGuestReferences } from "./guest_references.ts";
import { readLogReferences } from "./log_references.ts";
import { ReferenceTrace } from "./reference_trace.ts";

Deno.test("programs, scripts and allocator traces are guests that make calls; traces of references are none", () => {
  assertEquals(["leak", "./mine.ts", "x.mm", "x.rep.gz"].filter(isCallingGuest).length, 4);
  assertEquals(["x.refs", "x.lackey.gz", "x.plog", "-"].filter(isCallingGuest), []);
});

Deno.test("a program's references are what its log tells when accesses are recorded", async () => {
  const live = new ReferenceTrace();
  assertEquals(await readGuestReferences("copy_on_write", live), []);
  const path = await Deno.makeTempFile();
  try {
    recordGuest(await findGuest("copy_on_write", { memory: { accesses: true } }) as never, path);
    const logged = new ReferenceTrace();
    assertEquals(readLogReferences(LogView.open(path), logged), []);
    assertEquals(logged.references, live.references);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("a script's references are the pages it touches", async () => {
  const path = await Deno.makeTempFile({ suffix: ".mm" });
  try {
    await Deno.writeTextFile(path, "a = mmap len=0x4000\ntouch w a n=4\ntouch r a n=4\n");
    const trace = new ReferenceTrace();
    assertEquals(await readGuestReferences(path, trace), []);
    assertEquals([...trace.references], [1, 3, 5, 7, 0, 2, 4, 6]);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("a name that is nearly a program's is told", async () => {
  await assertRejects(
    () => readGuestReferences("copy_on_wrote", new ReferenceTrace()),
    UserError,
    "copy_on_write",
  );
});
