/** Drafts to take actions on, for the tests of the generator. */
import { assertEquals } from "@std/assert";
import { Random } from "../../../kernel/testing/random.ts";
import { parseLine } from "../../guests/script/parse.ts";
import { Draft } from "./draft.ts";
import { drawTendencies } from "./profiles.ts";

/** A draft with ordinary tendencies. */
export function draftOf(seed: number, isWide = true): Draft {
  const random = new Random(seed);
  return new Draft(random, drawTendencies(random, { actions: [], tendencies: { isWide, diskPercent: 20 } }));
}

/** Takes an action 300 times on drafts of several seeds; all lines must be well-formed. @returns the lines */
export function linesOf(action: (draft: Draft) => void, prepare?: (draft: Draft) => void): string[] {
  const lines: string[] = [];
  for (let seed = 1; seed <= 10; seed++) {
    const draft = draftOf(seed);
    prepare?.(draft);
    for (let turn = 0; turn < 30; turn++) {
      draft.actor = draft.random.pick(draft.processes);
      action(draft);
    }
    lines.push(...draft.lines);
  }
  lines.forEach((line, index) => parseLine(line, { file: "draft", line: index + 1, column: 1 }));
  return lines;
}

/** Fails unless every text occurs in some line. */
export function assertOccur(lines: readonly string[], texts: readonly string[]): void {
  assertEquals(texts.filter((text) => !lines.some((line) => line.includes(text))), []);
}
