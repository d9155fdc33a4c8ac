/**
 * The picture of an address space: its mappings from the highest to the lowest, what backs each, which pages are there.
 *
 *   AS1  Every mapping is in the picture, and every gap of free addresses between two.
 *   AS2  The model holds words and numbers only; address_space_text.ts and address_space_mermaid.ts draw it.
 */

import { permissionsText, type Space, type State, type Vma } from "@palimpsest/kernel";
import { type PageRun, pageRuns, presentCount } from "./page_run.ts";
import { backingName, mappingName } from "./words.ts";

/** A mapping of the picture. */
export interface AddressSpaceRow {
  /** First page. */
  readonly startPage: number;
  /** Page after the last. */
  readonly endPage: number;
  /** What /proc/PID/maps calls it, without folders; "anonymous" for memory without a name. */
  readonly name: string;
  /** Such as "rw-p". */
  readonly permissions: string;
  /** The file, special mapping or "anonymous". */
  readonly backing: string;
  /** Pages that are present. */
  readonly presentCount: number;
  /** Parts of the mapping, from its start: how much of each is present, 0 … 1. */
  readonly presence: readonly number[];
  /** Free pages between this mapping and the one above it, 0 for the topmost. */
  readonly gapAbovePages: number;
}

/** The whole picture. */
export interface AddressSpacePicture {
  /** Whose it is. */
  readonly title: string;
  /** From the highest address down. */
  readonly rows: readonly AddressSpaceRow[];
}

/** Parts that a mapping's pages are drawn in, at most. */
const PRESENCE_PARTS = 16;

/** The picture of a process's address space. */
export function addressSpacePicture(state: State, pid: number): AddressSpacePicture {
  const process = state.process(pid);
  const title = `${process.name || "a process"} (pid ${pid})`;
  if (process.space === 0) return { title: `${title} has no memory any more`, rows: [] };
  const space = state.space(process.space);
  const vmas = [...space.vmas.items()].reverse();
  return { title, rows: vmas.map((vma, index) => rowOf(state, space, vma, vmas[index - 1])) };
}

function rowOf(state: State, space: Space, vma: Vma, above: Vma | undefined): AddressSpaceRow {
  const runs = pageRuns(state, space, vma);
  return {
    startPage: vma.startPage,
    endPage: vma.endPage,
    name: mappingName(state, space, vma),
    permissions: permissionsText(vma.flags),
    backing: vma.file === 0 ? "anonymous" : backingName(state, vma),
    presentCount: presentCount(runs),
    presence: presenceOf(vma, runs),
    gapAbovePages: above === undefined ? 0 : above.startPage - vma.endPage,
  };
}

/** How much of each part of the mapping is present. */
function presenceOf(vma: Vma, runs: readonly PageRun[]): number[] {
  const pageCount = vma.endPage - vma.startPage;
  const parts = Math.min(PRESENCE_PARTS, pageCount);
  const cut = (part: number) => Math.floor(part * pageCount / parts);
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [vma.startPage + cut(part), vma.startPage + cut(part + 1)];
    const inside = runs.map(({ page, count, held }) => {
      const first = Math.max(page, from);
      return { page: first, count: Math.max(0, Math.min(page + count, to) - first), held };
    });
    return presentCount(inside) / (to - from);
  });
}
