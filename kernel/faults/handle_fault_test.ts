/** Tests of the table in handle_fault.ts: given(an entry and a mapping).when(read, written).then(which kind of fault serves it). */
import { assertEquals } from "@std/assert";
import { FAULT_OUTCOME } from "../event/events.ts";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import { FS_EXT4 } from "../state/inode.ts";
import {
  type FixtureOptions,
  givenProcess,
  type MachineFixture,
  type Mapping,
  range,
} from "../testing/machine_fixture.ts";
import { handleFault } from "./handle_fault.ts";

const OPTIONS: FixtureOptions = { swapSlotCount: 4 };

interface Row {
  readonly entry: "absent" | "present" | "swapped" | "guard";
  readonly mapping: "anonymous" | "file, private" | "file, shared";
  readonly how: "r" | "w";
  /** The effect that says which file decided; empty when nothing happens. */
  readonly served: string;
}

const TABLE: readonly Row[] = [
  { entry: "absent", mapping: "anonymous", how: "r", served: "pagesZero" },
  { entry: "absent", mapping: "anonymous", how: "w", served: "pagesFresh" },
  { entry: "absent", mapping: "file, private", how: "r", served: "pagesMap" },
  { entry: "absent", mapping: "file, shared", how: "r", served: "pagesMap" },
  { entry: "absent", mapping: "file, private", how: "w", served: "pageCopy" },
  { entry: "absent", mapping: "file, shared", how: "w", served: "pagesMap" },
  { entry: "present", mapping: "file, shared", how: "w", served: "pagesMap" },
  { entry: "present", mapping: "file, private", how: "w", served: "pageCopy" },
  { entry: "present", mapping: "anonymous", how: "w", served: "pagesFresh" },
  { entry: "present", mapping: "anonymous", how: "r", served: "" },
  { entry: "swapped", mapping: "anonymous", how: "r", served: "pagesMap" },
  { entry: "swapped", mapping: "anonymous", how: "w", served: "pagesMap" },
  { entry: "guard", mapping: "anonymous", how: "r", served: "" },
  { entry: "guard", mapping: "file, shared", how: "w", served: "" },
];

function mapAs(given: MachineFixture, mapping: Row["mapping"]): void {
  const flags = mapping === "file, shared" ? MAP.SHARED : MAP.PRIVATE;
  const file: Mapping = mapping === "anonymous"
    ? {}
    : { fd: given.openFile({ fileSystem: FS_EXT4, pageCount: 1 }) };
  given.map(100, 1, { flags, ...file });
}

function prepareEntry(given: MachineFixture, entry: Row["entry"]): void {
  if (entry === "present") given.touch(100, "r");
  if (entry === "guard") given.call("madvise", { ...range(100, 1), advice: MADV.GUARD_INSTALL });
  if (entry !== "swapped") return;
  given.touch(100, "w");
  given.call("madvise", { ...range(100, 1), advice: MADV.PAGEOUT });
}

for (const { entry, mapping, how, served } of TABLE) {
  const verb = how === "r" ? "read" : "write";
  Deno.test(`${entry}, ${mapping}: a ${verb} ends in ${served === "" ? "nothing done" : served}`, () => {
    const given = givenProcess(OPTIONS);
    mapAs(given, mapping);
    prepareEntry(given, entry);
    let result = -1;
    const effects = given.recordsOf(() =>
      given.setUp((tx) => result = handleFault(tx, given.vmaAt(100), 100, how === "w"))
    );
    assertEquals(effects.at(-1)?.kind ?? "", served);
    const expected = entry === "guard"
      ? [FAULT_OUTCOME.segvMapErr]
      : [FAULT_OUTCOME.minor, FAULT_OUTCOME.major];
    assertEquals(expected.some((outcome) => outcome === result), true);
  });
}
