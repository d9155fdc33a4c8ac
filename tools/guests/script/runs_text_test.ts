/** Runs, vectors, bytes and hashes are printed as answers print them (RT1). */
import { assertEquals, assertThrows } from "@std/assert";
import {
  bytesFields,
  fnv1a64,
  joinRuns,
  parseResidency,
  printMincoreVector,
  printResidency,
} from "./runs_text.ts";

Deno.test("neighbouring runs of one value are joined and empty ones dropped", () => {
  const runs = [{ count: 2, value: "a" }, { count: 0, value: "." }, { count: 3, value: "a" }, {
    count: 1,
    value: "z",
  }];
  assertEquals(joinRuns(runs), [{ count: 5, value: "a" }, { count: 1, value: "z" }]);
});

Deno.test("residency is printed as counts and letters, and read back", () => {
  const runs = parseResidency("3.1z12a5F");
  assertEquals(runs[2], { count: 12, value: "a" });
  assertEquals(printResidency(runs), "3.1z12a5F");
  assertEquals(printResidency([]), "");
  assertThrows(() => parseResidency("3?"), RangeError);
});

Deno.test("mincore's vector is printed by bit 0", () => {
  assertEquals(printMincoreVector([1, 1, 3, 0, 2, 1]), "3x1 2x0 1x1");
  assertEquals(printMincoreVector([]), "");
});

Deno.test("FNV-1a has the published values", () => {
  const text = (value: string) => new TextEncoder().encode(value);
  assertEquals(fnv1a64(new Uint8Array(0)), "cbf29ce484222325");
  assertEquals(fnv1a64(text("a")), "af63dc4c8601ec8c");
  assertEquals(fnv1a64(text("foobar")), "85944171f73967e8");
});

Deno.test("FNV-1a agrees with the definition on random bytes", () => {
  let seed = 1;
  const bytes = Uint8Array.from({ length: 1000 }, () => (seed = seed * 75 % 65537) & 255);
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  assertEquals(fnv1a64(bytes), hash.toString(16).padStart(16, "0"));
});

Deno.test("up to 64 bytes are printed, more are hashed", () => {
  assertEquals(bytesFields(Uint8Array.of(1, 0xab)), { hex: "01ab" });
  assertEquals(Object.keys(bytesFields(new Uint8Array(64))), ["hex"]);
  assertEquals(Object.keys(bytesFields(new Uint8Array(65))), ["fnv"]);
});
