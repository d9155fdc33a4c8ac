/**
 * The exec of a script: the process starts afresh in an empty address space.
 */
import { buildImage, RLIM_INFINITY, RLIMIT } from "@palimpsest/kernel";
import type { ScriptProcess, ScriptRun } from "./script_run.ts";
import { layoutOf, ownVmas } from "./world.ts";

/** Replaces the image of a process: mappings gone, break at its start, close-on-exec descriptors closed, limits as the oracle sets them. */
export function execFresh(run: ScriptRun, actor: ScriptProcess): void {
  run.machine.run({ kind: "setup", process: actor.pid, what: "exec" }, (tx) => {
    buildImage(tx, { name: actor.name, ...layoutOf(run.header), vmas: ownVmas(run.header) });
    const { memlock } = run.header;
    const unlimited = { soft: RLIM_INFINITY, hard: RLIM_INFINITY };
    tx.emit({ kind: "limitSet", process: actor.pid, resource: RLIMIT.MEMLOCK, soft: memlock, hard: memlock });
    tx.emit({ kind: "limitSet", process: actor.pid, resource: RLIMIT.AS, ...unlimited });
    tx.emit({ kind: "limitSet", process: actor.pid, resource: RLIMIT.DATA, ...unlimited });
    return {};
  });
}
