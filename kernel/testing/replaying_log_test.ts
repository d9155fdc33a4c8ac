/** Tests of the log that replays at once: it accepts what replays, and throws at what does not. */
import { assertEquals, assertThrows } from "@std/assert";
import { kernelPart, System } from "../compose.ts";
import { ReplayingLog } from "./replaying_log.ts";

const config = { frameCount: 16, ramPages: 16, swapSlotCount: 0 };
const system = new System([kernelPart]);

Deno.test("a replaying log shows each event as it was decoded", () => {
  const log = new ReplayingLog(system, config.frameCount);
  const machine = system.boot(config, log);
  const kinds: string[] = [];
  log.observer = (event) => kinds.push(event.kind, ...event.effects.map(({ kind }) => kind));
  machine.run({ kind: "setup", process: 1, what: "a process" }, (tx) => {
    const layout = { topPage: 100, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
    tx.emit({ kind: "spaceNew", space: 1, ...layout });
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 1, name: "x" });
    return {};
  });
  assertEquals(kinds, ["setup", "spaceNew", "processNew"]);
});

Deno.test("a state that was changed behind the log's back is found at the next event", () => {
  const machine = system.boot(config, new ReplayingLog(system, config.frameCount));
  machine.state.digest.add(1, 1);
  assertThrows(
    () => machine.run({ kind: "setup", process: 0, what: "" }, () => ({})),
    Error,
    "another digest",
  );
});

Deno.test("a state that is not sound after an event is told with the invariant that it breaks", () => {
  const machine = system.boot(config, new ReplayingLog(system, config.frameCount));
  assertThrows(
    () =>
      machine.run({ kind: "setup", process: 0, what: "" }, (tx) => {
        tx.emit({ kind: "processNew", process: 1, parent: 0, space: 0, name: "nowhere" });
        return {};
      }),
    Error,
    "process 1 in state 0 lives in space 0",
  );
});
