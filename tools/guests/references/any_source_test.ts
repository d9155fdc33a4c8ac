/** Tests of reading references from whatever a person names. */
import { assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { UserError } from "../../command_line/failure.ts";
import { readAnyReferences } from "./any_source.ts";
import { ReferenceTrace } from "./reference_trace.ts";

const path = (name: string) => fromFileUrl(new URL(`../../testdata/${name}`, import.meta.url));

Deno.test("the bundled traces are those of the textbooks", async () => {
  const trace = new ReferenceTrace();
  assertEquals(await readAnyReferences(path("references/belady.refs"), trace), { notes: [] });
  assertEquals([trace.length, trace.pageCount], [12, 5]);
  const textbook = new ReferenceTrace();
  await readAnyReferences(path("references/textbook.refs"), textbook);
  assertEquals([textbook.length, textbook.pageCount], [20, 6]);
});

Deno.test("the bundled trace of a real program is read from its gzip", async () => {
  const trace = new ReferenceTrace();
  assertEquals(await readAnyReferences(path("references/true.lackey.gz"), trace), { notes: [] });
  assertEquals([trace.length, trace.pageCount], [29_994, 17]);
});

Deno.test("a recording is refused with what would help", async () => {
  const read = readAnyReferences(path("recordings/cat.ndjson.gz"), new ReferenceTrace());
  await assertRejects(() => read, UserError, "Trace the program with valgrind's lackey");
});

Deno.test("a file that is not there is complained about", async () => {
  await assertRejects(
    () => readAnyReferences("no.refs", new ReferenceTrace()),
    UserError,
    "There is no file 'no.refs'",
  );
});

Deno.test("lines of the traced program are noted", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, "==1== Lackey\nI  1000,4\nhello\n");
    const { notes } = await readAnyReferences(file, new ReferenceTrace());
    assertEquals(notes, ["Lines that are no references were passed over: 1."]);
  } finally {
    await Deno.remove(file);
  }
});
