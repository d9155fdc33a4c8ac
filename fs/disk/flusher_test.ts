/** Tests of background write-back: given(changes).when(time passes).then(events). */
import { assertEquals } from "@std/assert";
import type { AnyRecord } from "@palimpsest/kernel";
import { Flusher, FLUSHING } from "./flusher.ts";
import { DiskFixture } from "./testing/disk_fixture.ts";

const SECOND = 1_000_000_000;

/** A disk whose flusher hears of every event; time() lets it pass, and tells what happened. */
function given(): { disk: DiskFixture; time: (seconds: number) => string[]; flusher: Flusher } {
  const disk = new DiskFixture();
  const flusher = new Flusher(disk.fixture.machine);
  const happened: string[] = [];
  let now = 0;
  disk.fixture.machine.observer = {
    event(header: AnyRecord, outcome: AnyRecord) {
      flusher.note(header, outcome, now);
      if (header.kind === "commit") happened.push(`commit at ${now / SECOND}`);
      if (header.kind === "writeback") happened.push(`writeback ${header.reason} at ${now / SECOND}`);
    },
  };
  const time = (seconds: number) => {
    happened.length = 0;
    while (flusher.nextTime <= seconds * SECOND) {
      now = flusher.nextTime;
      flusher.flush(now);
    }
    now = seconds * SECOND;
    flusher.flush(now);
    return [...happened];
  };
  return { disk, time, flusher };
}

Deno.test("a transaction is committed five seconds after it began", () => {
  const { disk, time, flusher } = given();
  time(2);
  disk.open("a");
  assertEquals(time(6), []);
  assertEquals(time(8), ["commit at 7"]);
  assertEquals([disk.textAfterCut("a"), flusher.nextTime], ["", Infinity]);
});

Deno.test("a file is written back by the first wake-up after thirty seconds, and is durable with the next commit", () => {
  const { disk, time } = given();
  disk.write(disk.open("a"), "text");
  assertEquals(time(29), ["commit at 5"]);
  assertEquals(time(31), ["writeback 0 at 30"]);
  assertEquals(disk.textsAfterCut("a"), new Set(["", "text"]));
  assertEquals(time(60), ["commit at 35"]);
  assertEquals(disk.textsAfterCut("a"), new Set(["text"]));
});

Deno.test("what was made durable meanwhile needs nothing", () => {
  const { disk, time, flusher } = given();
  const fd = disk.open("a");
  disk.write(fd, "text");
  disk.call("fsync", { fd });
  assertEquals([time(100), flusher.nextTime], [[], Infinity]);
});

Deno.test("when a tenth of the memory is changed it is written back at once, and at a fifth the writer waits", () => {
  const { disk, time } = given();
  disk.write(disk.open("a"), new Uint8Array(300 * 4096).fill(1));
  assertEquals(time(1), []);
  disk.write(disk.open("b"), new Uint8Array(200 * 4096).fill(1));
  assertEquals(time(1), ["writeback 1 at 1"]);
  disk.write(disk.open("c"), new Uint8Array(900 * 4096).fill(1));
  assertEquals(time(1), ["writeback 2 at 1", "writeback 2 at 1"]);
});

Deno.test("the times and ratios are those of Linux", () => {
  const { dirtyExpire, dirtyWriteback, journalCommit, dirtyBackgroundRatio, dirtyRatio } = FLUSHING;
  assertEquals([dirtyExpire, dirtyWriteback, journalCommit].map((time) => time / SECOND), [30, 5, 5]);
  assertEquals([dirtyBackgroundRatio, dirtyRatio], [10, 20]);
});
