/**
 * Soak of damage: a log of a random script, changed and cut at random. Each time it opens to the last whole block before the
 * damage and says so, or is refused with a sentence (kernel/log/testing/damage_check.ts judges).
 */
import { LogWriter, Random } from "@palimpsest/kernel";
import { DamageCheck } from "../../kernel/log/testing/damage_check.ts";
import { parseScript } from "../guests/script/parse.ts";
import { runScript } from "../guests/script/run_script.ts";
import { configOf, RECORDED_WORLD } from "../guests/script/world.ts";
import { generateScript, profileNames } from "../oracle/generate.ts";
import type { RoundResult, Soak, SoakRound } from "./soak.ts";

/** Small blocks, so that a short log has many. */
const BLOCK_PAYLOAD_BYTES = 512;
const CHANGES_A_ROUND = 500;

/** Random changes of single bytes, and cuts. */
export const damageSoak: Soak = {
  name: "damage",
  summary: "random changes of single bytes and cuts of a log: found, named, never a wrong state",
  unit: "changes",
  round: (given) => Promise.resolve(damageRound(given, CHANGES_A_ROUND)),
};

/** One log, damaged `changes` times, one byte at a time, and cut as often. */
export function damageRound({ seed }: SoakRound, changes: number): RoundResult {
  const random = new Random(seed);
  const check = new DamageCheck(recordScript(profileNames[seed % profileNames.length], seed));
  const failures: string[] = [];
  for (let change = 0; change < changes; change++) {
    const at = random.below(check.bytes.length);
    const mask = 1 + random.below(255);
    try {
      check.checkChange(at, mask);
      check.checkCut(at);
    } catch (error) {
      failures.push(`byte ${at}, bits ${mask}: ${(error as Error).message}`);
    }
  }
  return { tried: 2 * changes, failures };
}

function recordScript(profile: string, seed: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  const log = new LogWriter((bytes) => chunks.push(bytes.slice()), {
    blockPayloadBytes: BLOCK_PAYLOAD_BYTES,
  });
  log.header(new TextEncoder().encode(JSON.stringify(configOf(RECORDED_WORLD))));
  runScript(parseScript(generateScript({ profile, seed }), "soak"), { log });
  log.close();
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
