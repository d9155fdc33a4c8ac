/**
 * What careful_save and careless_save have in common: a plan of two pages on the disk, written by letters, the old one durable
 * before the new one comes.
 */

import type { C } from "../../c.ts";
import type { Task } from "../../runtime/task.ts";

/** Where the plan lies. */
export const PLAN_PATH = "/disk/plan";
/** Its length, in bytes: a page and a half. */
export const PLAN_BYTES = 6000;
/** The letter that the old plan consists of. */
export const OLD_LETTER = "o";
/** The letter of the new one. */
export const NEW_LETTER = "n";

/** Opens a file and writes a plan; the descriptor. */
export function* writePlan(c: C, path: string, flags: number, letter: string): Task<number> {
  const buffer = c.malloc(PLAN_BYTES);
  c.memset(buffer, letter.charCodeAt(0), PLAN_BYTES);
  const fd = c.open(path, flags | c.O_WRONLY | c.O_CREAT, 0o600);
  yield* c.write(fd, buffer, PLAN_BYTES);
  c.free(buffer);
  return fd;
}

/** Makes the names in the plan's directory durable. */
export function syncFolder(c: C): void {
  const fd = c.open("/disk", c.O_RDONLY | c.O_DIRECTORY);
  c.fsync(fd);
  c.close(fd);
}

/** There is an old plan, and it is durable. */
export function* makeOldPlan(c: C): Task<void> {
  const fd = yield* writePlan(c, PLAN_PATH, 0, OLD_LETTER);
  c.fsync(fd);
  c.close(fd);
  syncFolder(c);
}
