/** Tests of record. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { openLog } from "@palimpsest/kernel";
import { CheckFailed } from "../command_line/failure.ts";
import { Interrupted } from "../command_line/interruption.ts";
import type { Guest } from "../guests/guest.ts";
import { findGuest, readGuest } from "../guests/registry.ts";
import { guestName, record, recordGuest } from "./record.ts";
import { runForTest } from "../testing/recorded_log.ts";
import { recordingPath } from "../testing/recordings.ts";

/** A folder of its own for a test, gone afterwards. */
async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The lines of a recording, changed, in a file of the folder. */
async function changedRecording(
  folder: string,
  name: string,
  change: (line: string) => string,
): Promise<string> {
  const zipped = await Deno.readFile(recordingPath(name));
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  const path = `${folder}/changed.ndjson`;
  await Deno.writeTextFile(path, (await new Response(stream).text()).split("\n").map(change).join("\n"));
  return path;
}

Deno.test("a recording that agrees exits with 0 and leaves a log", async () => {
  await inFolder(async (folder) => {
    const { status, output, error } = await runForTest(
      record,
      recordingPath("true"),
      "-o",
      `${folder}/true.plog`,
    );
    assertEquals([status, error], [0, ""]);
    assertStringIncludes(output, "Recorded the recording of true.");
    assertStringIncludes(output, "differed    0");
    assertEquals((await Deno.stat(`${folder}/true.plog`)).isFile, true);
  });
});

Deno.test("the JSON has the figures under the names that were promised", async () => {
  await inFolder(async (folder) => {
    const log = `${folder}/cat.plog`;
    const { output } = await runForTest(record, recordingPath("cat"), "-o", log, "--json");
    const { guest, log: path, events, checked, differed, given, digest } = JSON.parse(output);
    assertEquals([guest, path, differed], [recordingPath("cat"), log, 0]);
    assertEquals([events > 90, checked > 100, given.access, /^[0-9a-f]{16}$/.test(digest)], [
      true,
      true,
      1,
      true,
    ]);
  });
});

Deno.test("a recording that differs exits with 1, and the first differences are shown with their lines", async () => {
  await inFolder(async (folder) => {
    const path = await changedRecording(
      folder,
      "true",
      (line) => line.replace('"ret":"0x7ffff7fc0000"', '"ret":"0x7ffff7fb0000"'),
    );
    const { status, output } = await runForTest(record, path, "-o", `${folder}/x.plog`);
    assertEquals(status, 1);
    assertStringIncludes(output, "  line 17, addresses of memory calls: p0 mmap(0x0, 0x2000, 0x3, 0x22,");
    assertStringIncludes(output, "      expected 0x7ffff7fb0000\n      got      0x7ffff7fc0000\n");
  });
});

Deno.test("a guest that cannot be read exits with 2, in one sentence", async () => {
  await inFolder(async (folder) => {
    const path = await changedRecording(folder, "true", (line) => line.replace('"addr"', '"adr"'));
    const { status, output, error } = await runForTest(record, path, "-o", `${folder}/x.plog`);
    assertEquals([status, output], [2, ""]);
    assertStringIncludes(error, 'The fault record has no "addr".\n');
    const nowhere = await runForTest(record, `${folder}/gone.ndjson`, "-o", `${folder}/x.plog`);
    assertEquals(nowhere.status, 2);
  });
});

Deno.test("a recording that ends before its processes do is told to be cut, and recorded", async () => {
  await inFolder(async (folder) => {
    const path = await changedRecording(
      folder,
      "true",
      (line) => /"e":"(exit|dead)"|exit/.test(line) ? "" : line,
    );
    const lines = (await Deno.readTextFile(path)).split("\n").filter((line) => line !== "");
    await Deno.writeTextFile(path, lines.join("\n") + "\n");
    const { status, error } = await runForTest(record, path, "-o", `${folder}/x.plog`);
    assertEquals([status, error], [0, "The recording ends before p0 did; it may be cut off.\n"]);
  });
});

Deno.test("a log is named after its guest", () => {
  assertEquals(["a/cat.ndjson.gz", "cat.ndjson", "x.mm", ".hidden"].map(guestName), [
    "cat",
    "cat",
    "x",
    ".hidden",
  ]);
});

Deno.test("the guest is not written over", async () => {
  await inFolder(async (folder) => {
    const path = await changedRecording(folder, "true", (line) => line);
    const before = await Deno.readTextFile(path);
    const { status, error } = await runForTest(record, path, "-o", path);
    assertEquals([status, error], [
      2,
      `record: '${path}' is the guest itself; name another file to write.\n`,
    ]);
    assertEquals(await Deno.readTextFile(path), before);
  });
});

Deno.test("a program runs in the memory that was asked for, and tells the same", async () => {
  await inFolder(async (folder) => {
    const log = `${folder}/cow.plog`;
    const memory = ["--frames", "4", "--swap", "64", "--watermarks", "0", "--policy", "lru"];
    const { status, output } = await runForTest(record, "copy_on_write", "-o", log, "--json", ...memory);
    const { output: printed, eventsByKind } = JSON.parse(output);
    assertEquals([status, printed], [0, "child:  200 101 102 203\nparent: 300 101 102 303\n"]);
    assertEquals([eventsByKind.reclaim > 0, eventsByKind.access > 0], [true, true]);
  });
});

Deno.test("a script with other memory than it was answered with is run and not compared", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/x.mm`, "a = mmap len=0x8000\ntouch w a n=8\n");
    const memory = ["--frames", "4", "--swap", "8", "--seed", "3", "--policy", "random"];
    const run = await runForTest(record, `${folder}/x.mm`, "-o", `${folder}/x.plog`, ...memory);
    assertEquals(run.status, 0);
    assertStringIncludes(run.output, "reclaim");
  });
});

Deno.test("memory that cannot be had is refused in a sentence", async () => {
  const refusal = async (guest: string, ...options: string[]) => {
    const { status, error } = await runForTest(record, guest, "-o", "/nowhere/x.plog", ...options);
    assertEquals(status, 2);
    return error;
  };
  assertStringIncludes(await refusal("who_am_i", "--policy", "opt"), "opt must know the future");
  assertStringIncludes(await refusal("who_am_i", "--watermarks", "5,4,3"), "is no watermark");
  assertStringIncludes(await refusal(recordingPath("cat"), "--frames", "9"), "whose memory cannot be chosen");
  assertStringIncludes(await refusal(recordingPath("cat"), "--accesses"), "leave --accesses out");
});

Deno.test("a recording that is interrupted keeps what was recorded, and says so", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/python3.plog`;
    const guest = await readGuest(recordingPath("python3"));
    const observe = (done: number) => {
      if (done === 700) throw new Interrupted();
    };
    const sentence = `${path}: Recording was interrupted after`;
    assertStringIncludes(
      assertThrows(() => recordGuest(guest, path, observe), CheckFailed).message,
      sentence,
    );
    const { closed, eventCount } = openLog(await Deno.readFile(path));
    assertEquals([closed, eventCount > 600], [false, true]);
  });
});

Deno.test("a program that is interrupted keeps what was recorded", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/mallocs.plog`;
    const guest = await findGuest("fragmentation") as Guest;
    const observe = (done: number) => {
      if (done >= 512) throw new Interrupted();
    };
    const sentence = "Recording was interrupted after 512 events; they are kept, and the log is not closed.";
    assertStringIncludes(
      assertThrows(() => recordGuest(guest, path, observe), CheckFailed).message,
      sentence,
    );
    const { closed, eventCount } = openLog(await Deno.readFile(path));
    assertEquals([closed, eventCount], [false, 512]);
  });
});

Deno.test("misuse of the heap is told with its events, in words and as JSON", async () => {
  await inFolder(async (folder) => {
    const options = ["heap_misuse", "--allocator", "bins", "-o", `${folder}/misuse.plog`];
    const { output } = await runForTest(record, ...options);
    assertStringIncludes(output, "double free of block 1 at 0x");
    assertStringIncludes(output, `to see the heap before it: deno task rewind ${folder}/misuse.plog --to `);
    const { heapFaults } = JSON.parse((await runForTest(record, ...options, "--json")).output);
    assertEquals(heapFaults.map(({ fault }: { fault: string }) => fault), [
      "double free",
      "interior pointer",
      "invalid pointer",
      "corrupted header",
    ]);
    assertEquals(heapFaults[0].freed.event > heapFaults[0].allocated.event, true);
  });
});
