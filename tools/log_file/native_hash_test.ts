/** Tests of the runtime's hash beside the kernel's. */
import { assertEquals } from "@std/assert";
import { LogWriter, Sha256 } from "@palimpsest/kernel";
import { Random } from "../../kernel/testing/random.ts";
import { nativeHash } from "./native_hash.ts";

Deno.test("the runtime's hash is the kernel's, of any bytes and however they are cut", () => {
  const random = new Random(3);
  for (let round = 0; round < 200; round++) {
    const bytes = Uint8Array.from({ length: random.below(400) }, () => random.below(256));
    const [own, native] = [new Sha256(), nativeHash()];
    for (let at = 0; at < bytes.length;) {
      const end = Math.min(bytes.length, at + 1 + random.below(130));
      own.update(bytes, at, end);
      native.update(bytes, at, end);
      at = end;
    }
    assertEquals(native.digest(), own.digest());
  }
});

Deno.test("a log is the same whichever of them writes it", () => {
  const [own, native] = [undefined, nativeHash].map((makeHash) => {
    const parts: number[] = [];
    const writer = new LogWriter((bytes) => parts.push(...bytes), { blockPayloadBytes: 50, makeHash });
    writer.header(Uint8Array.of(123, 125));
    for (let event = 0; event < 40; event++) {
      writer.beginEvent();
      writer.endEvent(new Uint8Array(1 + event).fill(event), event, 0);
    }
    writer.close();
    return parts;
  });
  assertEquals(native, own);
});
