/** Tests of reading the files of traces, plain and compressed. */
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { UserError } from "../../command_line/failure.ts";
import { decodeTrace, readTrace } from "./read_trace.ts";

const plain = new TextEncoder().encode("0\n1\n2\n0\na 0 512\nf 0\n");

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

Deno.test("a trace is read from its file, plain or compressed, whatever the file is called", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "a.rep");
    await Deno.writeFile(path, plain);
    const trace = await readTrace(path);
    assertEquals([trace.name, ...trace.sizes], ["a", 512, 0]);
    await Deno.writeFile(path, await gzip(plain));
    assertEquals(await readTrace(path), trace);
    assertEquals(await decodeTrace(await gzip(plain), "a.rep.gz"), trace);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file that is not there is the person's mistake", async () => {
  await assertRejects(() => readTrace("/nowhere/a.rep"), UserError, "/nowhere");
});

Deno.test("gzip data that is cut off or damaged is refused", async () => {
  const bytes = await gzip(plain);
  const message = "a.rep: The gzip data is cut off or damaged";
  await assertRejects(() => decodeTrace(bytes.slice(0, -9), "a.rep"), UserError, message);
  const damaged = bytes.slice();
  damaged[damaged.length - 8] ^= 1;
  await assertRejects(() => decodeTrace(damaged, "a.rep"), UserError, message);
});

Deno.test("what is within gzip data has to be a trace too", async () => {
  await assertRejects(() => decodeTrace(plain.slice(0, 5), "a.rep"), UserError, "a.rep: line 4");
  await assertRejects(
    async () => await decodeTrace(await gzip(plain.slice(0, 5)), "a.rep"),
    UserError,
    "a.rep: line 4",
  );
});
