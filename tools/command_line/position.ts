/**
 * Places on the timeline, as people write them.
 *
 *     12       after event 12 (0 is boot)
 *     40%      after four tenths of the events, rounded down; 0% is boot, 100% the last event
 *     last     after the last event
 *     last-3   three events before that
 *
 * Reading a position needs no log; resolving it needs the number of the log's last event.
 */
import { UserError } from "./failure.ts";

/** A place on a timeline whose length is not known yet. */
export type Position =
  | { readonly kind: "event"; readonly event: number }
  | { readonly kind: "percent"; readonly percent: number }
  | { readonly kind: "last"; readonly eventsBack: number };

/** What a position may look like, for help texts and complaints. */
export const positionForms = "an event's number, a share such as 40%, last, or last-3";

/** Reads a position; undefined when the text is none. */
export function parsePosition(text: string): Position | undefined {
  const event = /^\d{1,15}$/.exec(text);
  if (event) return { kind: "event", event: Number(text) };
  const percent = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(text);
  if (percent && Number(percent[1]) <= 100) return { kind: "percent", percent: Number(percent[1]) };
  const last = /^last(?:-(\d{1,15}))?$/.exec(text);
  if (last) return { kind: "last", eventsBack: Number(last[1] ?? 0) };
  return undefined;
}

/** The number of the event a position names, from 0 to `lastEvent`. Throws a UserError when it is outside. */
export function resolvePosition(position: Position, lastEvent: number): number {
  switch (position.kind) {
    case "event":
      if (position.event > lastEvent) {
        throw new UserError(`There is no event ${position.event}; the last event is ${lastEvent}.`);
      }
      return position.event;
    case "percent":
      // 0.01 is not exact: 58 % of 50 would come out below 29.
      return Math.floor(position.percent * lastEvent / 100 + 1e-9);
    case "last":
      if (position.eventsBack > lastEvent) {
        throw new UserError(
          `There is no event last-${position.eventsBack}; the last event is ${lastEvent}, and event 0 is boot.`,
        );
      }
      return lastEvent - position.eventsBack;
    default:
      return position satisfies never;
  }
}
