/**
 * Soak of memory pressure: every bundled program, every script of the corpus, and then random scripts, in the smallest memory
 * that does not end in OOM, with every replacement policy. They must tell the same as with plenty of memory, every
 * structure must hold after every event, and at the end frames, slots and cache must add up.
 *
 *     seed 1 … G          one of the G programs and scripts each
 *     seed G + 1 …        random scripts, a profile each
 */
import { checkState, type Machine, type MachineConfig, ONLINE_POLICY_NAMES } from "@palimpsest/kernel";
import { BUNDLED_PROGRAMS } from "@palimpsest/libc";
import { messageOf } from "../command_line/failure.ts";
import { readCorpus } from "../guests/script/corpus.ts";
import { parseScript } from "../guests/script/parse.ts";
import { parseAnswer } from "../guests/script/record.ts";
import { RECORDED_WORLD } from "../guests/script/world.ts";
import { generateScript, profileNames } from "../oracle/generate.ts";
import {
  endAll,
  fewestFrames,
  fewestFramesNear,
  firstDifference,
  leftovers,
  type PressedGuest,
  type PressedRun,
} from "../policies/pressed_guest.ts";
import { pressedProgram } from "../policies/program_pressure.ts";
import { type PressedScript, pressedScript } from "../policies/script_pressure.ts";
import type { RoundResult, Soak, SoakRound } from "./soak.ts";

const NO_WATERMARKS = { min: 0, low: 0, high: 0 };
/** Events of a run up to which every structure is checked after each; longer runs are checked as often, evenly. */
const MOST_CHECKS = 1000;
/** Linux's vm.page-cluster. */
const LINUX_PAGE_CLUSTER = 3;
/** Sets of the corpus. */
const CORPORA = ["curated", "random", "swap", "slots", "pageout"] as const;

/** A guest, and the same with MADV_FREE left out. */
export interface PressedPair {
  readonly guest: PressedGuest;
  /** For a script that frees lazily: what such pages hold, memory pressure decides. */
  readonly unfreed?: PressedGuest;
}

/** Programs and scripts with little memory. */
export class PressureSoak implements Soak {
  readonly name = "pressure";
  readonly summary =
    "bundled programs, the corpus of scripts, then random ones, in the smallest memory that is enough, with every policy";
  readonly unit = "runs";
  private guests: readonly PressedPair[] = [];

  /** Reads the corpus. */
  async prepare(): Promise<void> {
    this.guests = await wholeSet();
  }

  /** One program or script, with every policy. */
  round({ seed }: SoakRound): Promise<RoundResult> {
    return Promise.resolve(pressRound(this.guests[seed - 1] ?? randomScript(seed), seed));
  }
}

/** Every bundled program and every script of the corpus. */
export async function wholeSet(): Promise<PressedPair[]> {
  const guests: PressedPair[] = BUNDLED_PROGRAMS.map((program) => ({ guest: pressedProgram(program) }));
  for (const corpus of CORPORA) {
    const file = new URL(`../testdata/conform/${corpus}.ndjson.gz`, import.meta.url);
    for (const { name, script, answer } of await readCorpus(file)) {
      guests.push(
        scriptPair({ name, ops: parseScript(script, name), header: parseAnswer(answer, name).header }),
      );
    }
  }
  return guests;
}

function randomScript(seed: number): PressedPair {
  const profile = profileNames[seed % profileNames.length];
  const name = `${profile}-${seed}.mm`;
  const ops = parseScript(generateScript({ profile, seed }), name);
  return scriptPair({ name, ops, header: RECORDED_WORLD });
}

function scriptPair(script: PressedScript): PressedPair {
  const freesLazily = script.ops.some(({ text }) => /madvise .* (FREE|8|0x8)\b/.test(text));
  return {
    guest: pressedScript(script),
    ...(freesLazily ? { unfreed: pressedScript({ ...script, keepsLazilyFreed: true }) } : {}),
  };
}

/** Runs a guest with every policy in the smallest memory that is enough for it. */
export function pressRound({ guest, unfreed }: PressedPair, seed: number): RoundResult {
  const failures = failuresOf(guest, seed);
  if (failures.length === 0 || unfreed === undefined) {
    return { tried: ONLINE_POLICY_NAMES.length, failures };
  }
  return { tried: ONLINE_POLICY_NAMES.length, failures: failuresOf(unfreed, seed) };
}

function failuresOf(guest: PressedGuest, seed: number): string[] {
  let eventCount = 0;
  const plenty = guest.run({}, () => void eventCount++);
  const most = plenty.mostFrames + 2;
  // Every other round swaps neighbours in together.
  const pageCluster = seed % 2 === 0 ? 0 : LINUX_PAGE_CLUSTER;
  const base: Partial<MachineConfig> = { watermarks: NO_WATERMARKS, policySeed: seed, pageCluster };
  const failures: string[] = [];
  let guess = 0;
  for (const policy of ONLINE_POLICY_NAMES) {
    const config = { ...base, policy };
    guess = guess === 0 ? fewestFrames(guest, most, config) : fewestFramesNear(guest, guess, most, config);
    const failure = failureOf(guest, plenty, { ...config, frameCount: guess }, everySoOften(2 * eventCount));
    if (failure !== undefined) failures.push(`${guest.name}, ${guess} frames, ${policy}: ${failure}`);
  }
  return failures;
}

/** Checks every structure, after every event or after as many as a long run permits. */
function everySoOften(eventCount: number): (machine: Machine) => void {
  const step = Math.max(1, Math.floor(eventCount / MOST_CHECKS));
  let count = 0;
  return ({ state }) => {
    if (count++ % step === 0) checkState(state);
  };
}

function failureOf(
  guest: PressedGuest,
  plenty: PressedRun,
  config: Partial<MachineConfig>,
  check: (machine: Machine) => void,
): string | undefined {
  try {
    const pressed = guest.run(config, check);
    if (pressed.isOutOfMemory) return "out of memory";
    const difference = firstDifference(plenty, pressed);
    if (difference !== undefined) return difference;
    endAll(pressed);
    checkState(pressed.machine.state);
    return leftovers(pressed);
  } catch (error) {
    return messageOf(error);
  }
}
