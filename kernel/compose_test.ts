/** Tests of composing packages: a machine boots, and its log leads to the same digest. */
import { assertEquals } from "@std/assert";
import { kernelPart, System } from "./compose.ts";
import { Decoder } from "./event/decoder.ts";
import { openLog, payloadOfBlock } from "./log/reader.ts";
import { LogWriter } from "./log/writer.ts";
import { State } from "./state/state.ts";
import type { AnyRecord } from "./event/schema.ts";

const system = new System([kernelPart]);
const config = { frameCount: 64, ramPages: 64, swapSlotCount: 0 };

Deno.test("a machine boots with event 0 and an empty state", () => {
  const machine = system.boot(config);
  assertEquals(machine.state.eventCount, 1);
  assertEquals(machine.state.digest.toHex(), "0000000000000000");
});

Deno.test("replaying a log gives the digest of the live machine", () => {
  const chunks: number[] = [];
  const log = new LogWriter((bytes) => chunks.push(...bytes));
  log.header(new TextEncoder().encode(JSON.stringify(config)));
  const machine = system.boot(config, log);
  machine.run({ kind: "setup", process: 0, what: "first process" }, (tx) => {
    tx.emit({
      kind: "spaceNew",
      space: 1,
      topPage: 1000,
      startBreak: 0,
      endBreak: 0,
      startData: 0,
      endData: 0,
    });
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 1, name: "init" });
    tx.emit({ kind: "anonVmaNew", anonVma: 1, parent: 0 });
    tx.emit({
      kind: "vmaPut",
      space: 1,
      startPage: 10,
      endPage: 20,
      flags: 3,
      file: 0,
      inode: 0,
      pageOffset: 10,
      anonVma: 1,
      anonChain: [1],
      name: "",
    });
    tx.emit({ kind: "pagesFresh", space: 1, page: 12, count: 3, frame: 5, anonVma: 1, indexShift: 0 });
    tx.emit({ kind: "pagesUnmap", space: 1, page: 13, count: 1 });
    return {};
  });
  log.close();
  const opened = openLog(new Uint8Array(chunks));
  const state = State.empty(config.frameCount);
  const decoder = new Decoder(system.codec);
  decoder.open(payloadOfBlock(opened, 0));
  let header: AnyRecord;
  while (
    decoder.next({
      begin: (record) => header = record as AnyRecord,
      effect: (effect, id) => system.fold.byId[id](state, effect),
      end: (outcome) => system.fold.endEvent(state, header, outcome as AnyRecord),
    })
  );
  assertEquals(state.eventCount, 2);
  assertEquals(state.digest.toHex(), machine.state.digest.toHex());
  assertEquals(state.frameMap.usedCount, 3);
});
