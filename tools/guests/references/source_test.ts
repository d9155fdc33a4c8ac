/** Tests of reading references from files and streams. */
import { assertEquals, assertRejects } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { ReferenceTrace } from "./reference_trace.ts";
import { inputKindOf, readReferences, readStream } from "./source.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const encode = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

async function gzip(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function read(...pieces: Bytes[]) {
  const trace = new ReferenceTrace();
  const { format, linesPassedOver } = await readStream(ReadableStream.from(pieces), "input", trace);
  return { format, linesPassedOver, references: [...trace.references] };
}

Deno.test("what the input is, its first bytes say", () => {
  assertEquals(inputKindOf(encode("==1== Lackey")), "lackey");
  assertEquals(inputKindOf(encode("I  04001000,3\n")), "lackey");
  assertEquals(inputKindOf(Uint8Array.of(0x89, 0x50)), "log");
  assertEquals(inputKindOf(Uint8Array.of(0x1f, 0x8b)), "gzip");
  assertEquals(inputKindOf(encode("# pages\n7\n")), "refs");
});

Deno.test("a stream is read in pieces, plain or compressed, in either format", async () => {
  const refs = { format: "refs", linesPassedOver: 0, references: [0, 3, 0] };
  assertEquals(await read(encode("7\n8"), encode(""), encode(" w\n7\n")), refs);
  assertEquals(await read(await gzip(encode("7\n8 w\n7\n"))), refs);
  const lackey = await read(await gzip(encode("==1== Lackey\n L 1000,4\nhello\n")));
  assertEquals(lackey, { format: "lackey", linesPassedOver: 1, references: [0] });
  assertEquals((await read()).references, []);
});

Deno.test("what is no trace is refused in a sentence", async () => {
  const whole = await gzip(encode("7\n".repeat(5000)));
  await assertRejects(
    () => read(whole.slice(0, 30)),
    UserError,
    "input: the gzip data is cut off or damaged",
  );
  await assertRejects(() => read(Uint8Array.of(0x89)), UserError, "input is a log of Palimpsest");
  await assertRejects(async () => await read(await gzip(whole)), UserError, "compressed twice");
  await assertRejects(() => read(encode('{"e":1}')), UserError, "input is a recording of calls and faults");
  await assertRejects(() => read(encode("[]\n")), UserError, "input: line 1: '[]' is no page number");
});

Deno.test("a file is read by its path, and complained about by it", async () => {
  const path = await Deno.makeTempFile({ suffix: ".refs" });
  try {
    await Deno.writeTextFile(path, "1\n2 w\n");
    const trace = new ReferenceTrace();
    const sizes: number[] = [];
    await readReferences(path, trace, (bytesRead) => sizes.push(bytesRead));
    assertEquals([[...trace.references], sizes], [[0, 3], [6]]);
    await Deno.writeTextFile(path, "1\n2 x\n");
    await assertRejects(() => readReferences(path, new ReferenceTrace()), UserError, `${path}: line 2:`);
  } finally {
    await Deno.remove(path);
  }
  await assertRejects(() => readReferences(path, new ReferenceTrace()), UserError, "There is no file");
});
