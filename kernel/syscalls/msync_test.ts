/** Tests of msync(2): given(mappings, changed pages).when(synced).then(errno by precedence, what reached the storage). */
import { assertEquals } from "@std/assert";
import { MAP, MS } from "../memory/mmap_flags.ts";
import { FS_EXT4 } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import { type CallResult, givenProcess, range } from "../testing/machine_fixture.ts";
import type { CallArguments } from "./call.ts";

const { ASYNC, INVALIDATE, SYNC } = MS;
const ERRORS: readonly { what: string; args: CallArguments; result: CallResult }[] = [
  { what: "unknown flags", args: { ...range(300, 0), flags: 8 }, result: "EINVAL" },
  { what: "an address off a page boundary", args: { address: 1, lengthBytes: 0 }, result: "EINVAL" },
  { what: "MS_ASYNC and MS_SYNC", args: { ...range(300, 0), flags: ASYNC | SYNC }, result: "EINVAL" },
  { what: "a range that wraps", args: { address: -4096, lengthBytes: 8192 }, result: "ENOMEM" },
  { what: "length 0, mapped or not", args: range(300, 0), result: 0 },
  { what: "a length that wraps to 0", args: { ...range(300, 1), lengthBytes: -1 }, result: 0 },
  { what: "nothing mapped from there on", args: range(300, 1), result: "ENOMEM" },
  { what: "a hole at the start", args: range(90, 15), result: "ENOMEM" },
  { what: "a hole at the end", args: range(105, 20), result: "ENOMEM" },
  { what: "a range within a hole", args: range(90, 5), result: "ENOMEM" },
];

for (const { what, args, result } of ERRORS) {
  Deno.test(`msync() with ${what} is ${result}`, () => {
    const given = givenProcess();
    given.map(100, 10);
    assertEquals(given.call("msync", { flags: SYNC, ...args }), result);
  });
}

Deno.test("MS_SYNC writes changed pages of shared disk mappings back, those behind a hole too", () => {
  const given = givenProcess();
  const fd = given.openFile({ fileSystem: FS_EXT4, pageCount: 8 });
  given.map(100, 4, { fd, flags: MAP.SHARED });
  given.map(106, 2, { fd, flags: MAP.SHARED, fileStart: 6 });
  given.touchAll([101, 106], "w");
  const effects = given.effectsOf(() =>
    assertEquals(given.call("msync", { ...range(100, 8), flags: SYNC }), "ENOMEM")
  );
  assertEquals(effects.filter((text) => text.startsWith("storage")), ["storageWrite 1", "storageWrite 6"]);
  assertEquals(given.touchAll([101, 106], "w"), ["minor", "minor"]);
});

Deno.test("MS_ASYNC, no flags and memory-backed files write nothing", () => {
  const given = givenProcess();
  given.map(100, 4, { fd: given.openFile({ fileSystem: FS_EXT4, pageCount: 4 }), flags: MAP.SHARED });
  given.map(200, 4, { flags: MAP.SHARED });
  given.touchAll([100, 200], "w");
  const effects = given.effectsOf(() => {
    given.call("msync", { ...range(100, 4), flags: ASYNC });
    given.call("msync", range(100, 4));
    given.call("msync", { ...range(200, 4), flags: SYNC });
  });
  assertEquals(effects, []);
});

Deno.test("private mappings, and shared ones that can never be written, are not synced", () => {
  const given = givenProcess();
  const disk = { fileSystem: FS_EXT4, pageCount: 4 };
  const fd = given.openFile(disk);
  given.map(100, 4, { fd, flags: MAP.SHARED });
  given.touch(100, "w");
  given.map(200, 4, { fd });
  given.map(300, 4, { fd: given.openFile({ ...disk, access: OPEN.RDONLY }), flags: MAP.SHARED, rights: "r" });
  const effects = given.effectsOf(() => {
    for (const page of [200, 300]) assertEquals(given.call("msync", { ...range(page, 4), flags: SYNC }), 0);
  });
  assertEquals(effects, []);
});

Deno.test("MS_INVALIDATE of locked memory is EBUSY, after what lies before was synced", () => {
  const given = givenProcess();
  given.map(100, 4, { fd: given.openFile({ fileSystem: FS_EXT4, pageCount: 4 }), flags: MAP.SHARED });
  given.map(104, 2);
  given.touch(100, "w");
  given.call("mlock", range(104, 2));
  const effects = given.effectsOf(() =>
    assertEquals(given.call("msync", { ...range(100, 6), flags: SYNC | INVALIDATE }), "EBUSY")
  );
  assertEquals(effects.includes("storageWrite 0"), true);
});

Deno.test("MS_ASYNC stops at the first hole; other flags go on and tell it at the end", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.map(104, 2);
  given.call("mlock", range(104, 2));
  assertEquals(given.call("msync", { ...range(100, 6), flags: ASYNC }), "ENOMEM");
  assertEquals(given.call("msync", { ...range(100, 6), flags: INVALIDATE }), "EBUSY");
});
