/** SHA-256, against FIPS 180's examples and the runtime's own. */

import { assertEquals, assertThrows } from "@std/assert";
import { Random } from "../testing/random.ts";
import { Sha256 } from "./sha256.ts";

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function randomBytes(seed: number, lengthBytes: number): Uint8Array<ArrayBuffer> {
  const random = new Random(seed);
  return Uint8Array.from({ length: lengthBytes }, () => random.below(256));
}

const utf8 = new TextEncoder();

Deno.test("Sha256 gives the digests of FIPS 180's examples", () => {
  assertEquals(
    hex(new Sha256().digest()),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  assertEquals(
    hex(new Sha256().update(utf8.encode("abc")).digest()),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  assertEquals(
    hex(new Sha256().update(utf8.encode("a".repeat(1_000_000))).digest()),
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
  );
});

Deno.test("Sha256 agrees with the runtime's SHA-256 at every length up to 200", async () => {
  const bytes = randomBytes(1, 200);
  for (let lengthBytes = 0; lengthBytes <= bytes.length; lengthBytes++) {
    const expected = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.slice(0, lengthBytes)));
    assertEquals(new Sha256().update(bytes, 0, lengthBytes).digest(), expected);
  }
});

Deno.test("Sha256 does not depend on how the message was cut into updates", () => {
  const bytes = randomBytes(2, 1000);
  const whole = new Sha256().update(bytes).digest();
  const random = new Random(3);
  for (let round = 0; round < 100; round++) {
    const hash = new Sha256();
    for (let at = 0; at < bytes.length;) {
      const end = Math.min(at + random.below(150), bytes.length);
      if (random.chance(1, 2)) hash.update(bytes, at, end);
      else hash.update(bytes.subarray(at, end));
      at = end;
    }
    assertEquals(hash.digest(), whole);
  }
});

Deno.test("Sha256 refuses more of a message once its digest was taken", () => {
  const hash = new Sha256();
  hash.digest();
  assertThrows(() => hash.update(utf8.encode("abc")), Error, "update after digest");
});
