/**
 * The exec of a script: the process starts afresh in an empty address space.
 */
import { buildImage } from "@palimpsest/kernel";
import type { ScriptProcess, ScriptRun } from "./script_run.ts";
import { layoutOf, ownVma } from "./world.ts";

/** Replaces the image of a process: mappings gone, break at its start, close-on-exec descriptors closed. */
export function execFresh(run: ScriptRun, actor: ScriptProcess): void {
  run.machine.run({ kind: "setup", process: actor.pid, what: "exec" }, (tx) => {
    const { startPage, endPage, flags, file, inode, pageOffset, name } = ownVma(0);
    buildImage(tx, {
      name: actor.name,
      ...layoutOf(run.header),
      vmas: [{ startPage, endPage, flags, file, inode, pageOffset, name, present: [] }],
    });
    return {};
  });
}
