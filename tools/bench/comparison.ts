/**
 * Two runs compared: what both measured, and how many times the earlier median the later one is.
 */
import { figure, type Result } from "./result.ts";

/** What both runs measured. */
export interface Change {
  readonly measure: string;
  readonly what: string;
  readonly setting: string;
  readonly unit: string;
  readonly before: number;
  readonly after: number;
}

/** Pairs the results of two runs that measured the same thing. */
export function changesBetween(before: readonly Result[], after: readonly Result[]): Change[] {
  const earlier = new Map(before.map((result) => [keyOf(result), result]));
  return after.flatMap((result) => {
    const old = earlier.get(keyOf(result));
    if (old === undefined) return [];
    const { measure, what, setting, unit } = result;
    return [{ measure, what, setting, unit, before: old.median, after: result.median }];
  });
}

/** A change as a line. */
export function changeLine({ measure, what, setting, unit, before, after }: Change): string {
  return `${figure(after / before)} times  ${measure}: ${what}; ${setting}: ${figure(before)} → ${
    figure(after)
  } ${unit}`;
}

function keyOf({ measure, what, setting, unit }: Result): string {
  return [measure, what, setting, unit].join("\n");
}
