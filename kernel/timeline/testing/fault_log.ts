/**
 * Logs of page faults and nothing else, as long as wanted: what benchmarks of the timeline fold.
 *
 *   FL1  Every event is one fault of one page, clustered (page after page) or scattered over a region (pseudo-random).
 *   FL2  Once so many pages are resident, each fault also unmaps the one that was mapped longest: then its frame is free.
 */

import { kernelPart, System } from "../../compose.ts";
import { type OpenedLog, openLog } from "../../log/reader.ts";
import { LogWriter } from "../../log/writer.ts";
import type { Machine } from "../../machine.ts";
import { Random } from "../../testing/random.ts";

/** How the faults lie. */
export interface FaultLogMaking {
  readonly pattern: "clustered" | "scattered";
  readonly faultCount: number;
  /** Pages of the region that faults; at least twice the resident ones, or all different. */
  readonly regionPages: number;
  readonly residentPages: number;
}

/** The region lies where mmap puts things. */
const FIRST_PAGE = 0x7f0000000;

/** The system that wrote the log. */
export const faultSystem = new System([kernelPart]);

/** Makes the log of a process that faults. */
export function faultLog(making: FaultLogMaking): OpenedLog {
  const frameCount = making.residentPages + 2;
  const config = { frameCount, ramPages: frameCount, swapSlotCount: 0 };
  const chunks: Uint8Array[] = [];
  const log = new LogWriter((chunk) => chunks.push(chunk.slice()));
  log.header(new TextEncoder().encode(JSON.stringify(config)));
  const machine = faultSystem.boot(config, log);
  furnish(machine, making.regionPages);
  const pages = pagesOf(making);
  const queue = new Float64Array(making.residentPages);
  const resident = new Uint8Array(making.regionPages);
  for (let fault = 0; fault < making.faultCount; fault++) {
    let page = pages();
    while (resident[page] === 1) page = pages();
    const place = fault % making.residentPages;
    const gone = fault < making.residentPages ? -1 : queue[place];
    if (gone >= 0) resident[gone] = 0;
    resident[page] = 1;
    queue[place] = page;
    takeFault(machine, page, place + 1, gone);
  }
  log.close();
  return openLog(joined(chunks));
}

function furnish(machine: Machine, regionPages: number): void {
  machine.run({ kind: "setup", process: 0, what: "a region" }, (tx) => {
    const layout = { topPage: 2 ** 35, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
    tx.emit({ kind: "spaceNew", space: 1, ...layout });
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 1, name: "faults" });
    tx.emit({ kind: "anonVmaNew", anonVma: 1, parent: 0 });
    const pages = { startPage: FIRST_PAGE, endPage: FIRST_PAGE + regionPages, pageOffset: FIRST_PAGE };
    const anonymous = { file: 0, inode: 0, anonVma: 1, anonChain: [1], name: "" };
    tx.emit({ kind: "vmaPut", space: 1, flags: 0x73, ...pages, ...anonymous });
    return {};
  });
}

function takeFault(machine: Machine, page: number, frame: number, gone: number): void {
  const at = FIRST_PAGE + page;
  machine.run({ kind: "fault", process: 1, page: at, offset: 0, access: 1 }, (tx) => {
    if (gone >= 0) tx.emit({ kind: "pagesUnmap", space: 1, page: FIRST_PAGE + gone, count: 1 });
    tx.emit({ kind: "pagesFresh", space: 1, page: at, count: 1, frame, anonVma: 1, indexShift: 0 });
    return { result: 0 };
  });
}

/** The pages that fault, one after another. */
function pagesOf({ pattern, regionPages, residentPages }: FaultLogMaking): () => number {
  let next = -1;
  if (pattern === "clustered") return () => next = (next + 1) % regionPages;
  const random = new Random(1);
  if (residentPages < regionPages) return () => random.below(regionPages);
  const order = Array.from({ length: regionPages }, (_, page) => page);
  random.shuffle(order);
  return () => order[next = (next + 1) % regionPages];
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
