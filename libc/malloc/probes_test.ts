/** Tests of the events of the malloc family. */
import { assert, assertEquals } from "@std/assert";
import { heapProcess } from "../testing/heap_process.ts";
import { libcPart, mallocProbes } from "./probes.ts";

Deno.test("each function of the malloc family has a probe, with a number from the library's range", () => {
  assertEquals(Object.keys(mallocProbes), ["malloc", "calloc", "memalign", "realloc", "free", "heapFault"]);
  const ids = Object.values(mallocProbes).map(({ id }) => id);
  const [first, last] = libcPart.eventIds;
  assertEquals(new Set(ids).size, ids.length);
  assert(ids.every((id) => id >= first && id <= last));
});

Deno.test("a probe is an event that changes no state", () => {
  const { machine, space } = heapProcess();
  const { digest, eventCount } = machine.state;
  const before = digest.toHex();
  space.probe("free", { kind: "free", process: 1, block: 3, address: 0x5555_0010, site: "main.c:7" });
  assertEquals([machine.state.eventCount, machine.state.digest.toHex()], [eventCount + 1, before]);
});

Deno.test("the library brings probes, and no calls and no state of its own", () => {
  assertEquals([libcPart.owner, libcPart.calls, libcPart.slices, libcPart.effects], ["libc", [], {}, {}]);
  assertEquals(libcPart.events, mallocProbes);
});
