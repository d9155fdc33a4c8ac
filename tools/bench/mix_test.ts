/** The mix: the same for the same seed, and made of what it says. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { openLog } from "@palimpsest/kernel";
import { LogBytes } from "./log_bytes.ts";
import { Mix, runMix } from "./mix.ts";
import { MIX_CONFIG, mixSystem } from "./mix_world.ts";
import type { Locality } from "./mix_worker.ts";
import { peerEvents } from "./peers/peer_event.ts";

const system = mixSystem();

function mixLog(eventCount: number, locality: Locality, seed?: number): Uint8Array {
  const log = new LogBytes(MIX_CONFIG);
  runMix(system, { eventCount, locality, seed }, log.writer);
  return log.close();
}

Deno.test("the same options give the same log, another seed or locality another one", () => {
  const bytes = mixLog(2000, "clustered");
  assertEquals(bytes, mixLog(2000, "clustered"));
  assertNotEquals(bytes, mixLog(2000, "clustered", 2));
  assertNotEquals(bytes, mixLog(2000, "scattered"));
});

Deno.test("a mix goes on from where it stopped, and ends in the state of its log", () => {
  const log = new LogBytes(MIX_CONFIG);
  const mix = new Mix(system, { locality: "scattered" }, log.writer);
  mix.runTo(1000);
  mix.runTo(2000);
  const opened = openLog(log.close());
  assert(opened.closed);
  assertEquals(opened.eventCount, mix.machine.state.eventCount);
  const last = opened.blocks.blockCount - 1;
  assertEquals(opened.blocks.digestLo[last], mix.machine.state.digest.lo >>> 0);
});

Deno.test("faults of every kind, stores, probes, forks and refused calls are in the mix, clustered or scattered", () => {
  for (const locality of ["clustered", "scattered"] as const) {
    const events = peerEvents(system, mixLog(20_000, locality));
    const share = (kind: string) => events.filter((event) => event.kind === kind).length / events.length;
    assert(share("fault") > 0.5 && share("fault") < 0.7, `${share("fault")} are faults`);
    assert(share("store") > 0.1, `${share("store")} are stores`);
    assert(share("malloc") > 0.05, `${share("malloc")} are probes`);
    for (
      const kind of ["fork", "exit_group", "wait4", "mmap", "munmap", "mprotect", "madvise", "brk", "free"]
    ) {
      assert(share(kind) > 0, `${kind} is in the mix`);
    }
    const effects = new Set(
      events.flatMap((event) => event.kind === "fault" ? event.effects : []).map(({ kind }) => kind),
    );
    for (const kind of ["pagesFresh", "pagesZero", "pagesMap", "pageCopy", "pageReuse"]) {
      assert(effects.has(kind), kind);
    }
    assert(events.some(({ kind, result }) => kind === "munmap" && (result as number) < 0));
  }
});
