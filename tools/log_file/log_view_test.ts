/** Tests of reading a log: its events, and the state after any of them. */
import { assertEquals, assertThrows } from "@std/assert";
import { boot } from "@palimpsest/fs";
import { LogWriter, type MachineObserver, payloadOfBlock, type State } from "@palimpsest/kernel";
import { CheckFailed, UserError } from "../command_line/failure.ts";
import { readRecording } from "../guests/recording/read.ts";
import { RECORDING_CONFIG } from "../guests/recording/recording_guest.ts";
import { runRecording } from "../guests/recording/recording_run.ts";
import { withRecordedLog } from "../testing/recorded_log.ts";
import { recordingPath } from "../testing/recordings.ts";
import { LogView } from "./log_view.ts";

Deno.test("events are numbered from boot on, and any part of them can be read", async () => {
  await withRecordedLog("true", (path) => {
    const view = LogView.open(path);
    const all = [...view.events()];
    assertEquals(
      all.map(({ number }) => number),
      Array.from({ length: view.lastEvent + 1 }, (_, index) => index),
    );
    assertEquals([all[0].event.kind, all.at(-1)!.event.kind], ["boot", "exit_group"]);
    assertEquals([...view.events(5, 8)], all.slice(5, 9));
    assertEquals(view.event(7), all[7].event);
    assertEquals([...view.events(9, 8)], []);
  });
});

Deno.test("the state after every event is the one the machine had", async () => {
  const live = await liveDigests("true");
  await withRecordedLog("true", (path) => {
    const view = LogView.open(path);
    const folded = live.map((_, number) => view.stateAfter(number).digest.toHex());
    assertEquals(folded, live);
  });
});

/** The digest of a recording's machine after every event. */
async function liveDigests(name: string): Promise<string[]> {
  const machine = boot(RECORDING_CONFIG);
  const digests = [machine.state.digest.toHex()];
  let listener: MachineObserver | undefined;
  const observe: MachineObserver["event"] = (header, outcome) => {
    digests.push(machine.state.digest.toHex());
    listener?.event(header, outcome);
  };
  Object.defineProperty(machine, "observer", {
    get: () => ({ event: observe }),
    set: (wanted: MachineObserver) => listener = wanted,
  });
  runRecording(await readRecording(recordingPath(name)), machine);
  return digests;
}

Deno.test("two states do not disturb each other", async () => {
  await withRecordedLog("save-array", (path) => {
    const view = LogView.open(path);
    const early: State = view.stateAfter(20);
    const digest = early.digest.toHex();
    const late = view.stateAfter(60);
    assertEquals([early.digest.toHex(), early.eventCount, late.eventCount], [digest, 21, 61]);
  });
});

Deno.test("a log that was cut holds what is whole, and says what is missing", async () => {
  await withRecordedLog("true", (path, folder) => {
    const bytes = Deno.readFileSync(path);
    const cut = `${folder}/cut.plog`;
    Deno.writeFileSync(cut, bytes.subarray(0, bytes.length - 1));
    assertEquals(LogView.open(cut).damage?.startsWith(`${cut}: The log is not closed`), true);
    Deno.writeFileSync(cut, bytes.subarray(0, 2000));
    assertThrows(() => LogView.open(cut), UserError, "It has no whole event");
  });
});

Deno.test("a log whose digests are not those of the fold is told with the event", async () => {
  await withRecordedLog("true", (path) => {
    const { log, lastEvent } = LogView.open(path);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    const writer = new LogWriter((bytes) => pieces.push(new Uint8Array(bytes)));
    writer.header(log.config);
    writer.beginEvent();
    // The whole payload of the first block as one event: its bytes are right, its digest is not.
    writer.endEvent(payloadOfBlock(log, 0), 1, 2);
    writer.close();
    Deno.writeFileSync(path, new Uint8Array(pieces.flatMap((piece) => [...piece])));
    const forged = LogView.open(path);
    assertEquals([lastEvent > 0, forged.lastEvent, forged.damage], [true, 0, undefined]);
    assertThrows(() => forged.stateAfter(0), CheckFailed, "event 0");
  });
});
