/** The chain of upcasts. */

import { assertEquals, assertThrows } from "@std/assert";
import { FORMAT_VERSION } from "./header.ts";
import { type Upcast, upcastConfig, upcastPayload, UPCASTS } from "./upcast.ts";

/** An upcast that shows that it was here: it appends its version. */
function marking(version: number): Upcast {
  return {
    config: (config) => Uint8Array.of(...config, version),
    payload: (payload) => Uint8Array.of(...payload, 10 * version),
  };
}

const upcasts = [marking(1), marking(2), marking(3)];
const bytes = Uint8Array.of(99);

Deno.test("there is an upcast for each version before the current one", () => {
  assertEquals(UPCASTS.length, FORMAT_VERSION - 1);
});

Deno.test("what the current version wrote stays as it is", () => {
  assertEquals(upcastConfig(bytes, FORMAT_VERSION), bytes);
  assertEquals(upcastPayload(bytes, FORMAT_VERSION), bytes);
});

Deno.test("what an older version wrote passes through every version since", () => {
  assertEquals(upcastConfig(bytes, 1, upcasts), Uint8Array.of(99, 1, 2, 3));
  assertEquals(upcastPayload(bytes, 2, upcasts), Uint8Array.of(99, 20, 30));
  assertEquals(upcastPayload(bytes, 4, upcasts), bytes);
});

Deno.test("a version that never was cannot be upcast", () => {
  assertThrows(() => upcastPayload(bytes, 0, upcasts), Error, "unknown format version 0");
  assertThrows(() => upcastPayload(bytes, 5, upcasts), Error, "unknown format version 5");
});
