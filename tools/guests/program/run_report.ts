/**
 * What a run of a program comes to, in words.
 */

import { signalName } from "@palimpsest/kernel";
import { type RunResult, type RunStop, WEXITSTATUS, WIFEXITED, WTERMSIG } from "@palimpsest/libc";
import type { GuestReport } from "../guest.ts";

/** How the first process ended, as the end of a sentence. */
export function endingWords(status: number | undefined): string {
  if (status === undefined) return "was stopped before it ended";
  return WIFEXITED(status)
    ? `exited with ${WEXITSTATUS(status)}`
    : `was killed by ${signalName(WTERMSIG(status))}`;
}

/** Why a run was stopped, with the place in the program where that is known. */
export function stopSentence({ message, cause }: RunStop, programUrl?: string): string {
  const place = programUrl === undefined ? undefined : placeIn(cause, programUrl);
  return place === undefined ? message : `${message.replace(/\.$/, "")} (${place}).`;
}

/** The first line of an error's stack that lies in a file: "my_program.ts:12". */
export function placeIn(error: unknown, url: string): string | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  const found = error.stack.split("\n").find((line) => line.includes(url));
  const line = found?.slice(found.indexOf(url) + url.length).match(/^:(\d+)/)?.[1];
  return line === undefined ? undefined : `${url.slice(url.lastIndexOf("/") + 1)}:${line}`;
}

/** What a run is reported as. Nothing is checked against reality: a program has no recording. */
export function programReport(
  events: Readonly<Record<string, number>>,
  { output, status }: Pick<RunResult, "output" | "status">,
  stopped: string | undefined,
): GuestReport {
  return {
    events,
    checked: {},
    differedCount: 0,
    differences: [],
    given: {},
    notes: [],
    output,
    ending: endingWords(status),
    ...(stopped === undefined ? {} : { stopped }),
  };
}
