/**
 * What a power cut left of a disk, beside what the running machine had.
 *
 *     /disk/notes.txt    as it was         8,196 bytes
 *     /disk/new          lost
 *     /disk/plan         of another time   4,096 bytes, were 8,196; page 0 differs
 */

import type { DiskFile, DiskPicture, PowerCutReport } from "@palimpsest/fs";
import { FILE_DIRECTORY, PAGE_SIZE } from "@palimpsest/kernel";

/** What became of a file. */
export type FileFate = "as it was" | "changed" | "lost" | "still there";

/** One path. */
export interface DiskRow {
  readonly path: string;
  readonly fate: FileFate;
  /** Bytes that the running machine saw; undefined where there was no such file. */
  readonly bytesBefore: number | undefined;
  /** Bytes that a reboot finds. */
  readonly bytesAfter: number | undefined;
  /** Pages that a reboot finds with other bytes; up to the end of what it finds. */
  readonly differingPages: readonly number[];
  /** It is a directory. */
  readonly isDirectory: boolean;
}

/** Every path that is in one of two pictures: that of the running machine, and that after the cut. */
export function diskRows(before: DiskPicture, after: DiskPicture): DiskRow[] {
  const found = new Map(after.files().map((file) => [file.path, file]));
  const known = new Map(before.files().map((file) => [file.path, file]));
  const paths = [...new Set([...known.keys(), ...found.keys()])].sort();
  return paths.map((path) => diskRow(path, before, known.get(path), after, found.get(path)));
}

function diskRow(
  path: string,
  before: DiskPicture,
  known: DiskFile | undefined,
  after: DiskPicture,
  found: DiskFile | undefined,
): DiskRow {
  const bytesBefore = known?.inode.attributes.sizeBytes;
  const bytesAfter = found?.inode.attributes.sizeBytes;
  const isDirectory = (found ?? known)!.inode.attributes.fileKind === FILE_DIRECTORY;
  const row = { path, bytesBefore, bytesAfter, isDirectory };
  if (found === undefined) return { ...row, fate: "lost", differingPages: [] };
  if (known === undefined) return { ...row, fate: "still there", differingPages: [] };
  const differingPages = isDirectory ? [] : pagesThatDiffer(before, known, after, found);
  const isSame = differingPages.length === 0 && bytesBefore === bytesAfter;
  return { ...row, fate: isSame ? "as it was" : "changed", differingPages };
}

/** Pages that lie in a block in either picture and hold other bytes; all others are holes, or unknown, in both. */
function pagesThatDiffer(
  before: DiskPicture,
  known: DiskFile,
  after: DiskPicture,
  found: DiskFile,
): number[] {
  const end = Math.min(known.inode.attributes.sizeBytes, found.inode.attributes.sizeBytes);
  const pages = new Set(
    [known, found].flatMap(({ inode }) => [...inode.blocks.entries()].map(([index]) => index)),
  );
  return [...pages].filter((index) => {
    const lengthBytes = Math.min(PAGE_SIZE, end - index * PAGE_SIZE);
    if (lengthBytes <= 0) return false;
    const one = before.bytes(known.inode, index * PAGE_SIZE, lengthBytes);
    const other = after.bytes(found.inode, index * PAGE_SIZE, lengthBytes);
    return one.known !== other.known || one.bytes.some((byte, at) => byte !== other.bytes[at]);
  }).sort((one, other) => one - other);
}

/** What survived and what did not, by where it was. */
export function cutLines(report: PowerCutReport): string[] {
  const { replayed, lastKept, lostChanges, keptWrites, lostWrites, keptPages, lostPages, orphans } = report;
  const luck = lastKept === undefined
    ? ""
    : `; what runs had been committed by itself up to event ${lastKept}`;
  return [
    `  journal     ${countOf(replayed.length, "transaction")} replayed, ${
      countOf(lostChanges, "change")
    } lost${luck}`,
    `  device      ${
      countOf(keptWrites + lostWrites, "write")
    } in its cache: ${keptWrites} kept, ${lostWrites} lost`,
    `  page cache  ${countOf(keptPages + lostPages, "changed page")}: ${keptPages} written back in time, ` +
    `${lostPages} lost`,
    `  orphans     ${orphans.length === 0 ? "none" : `${orphans.join(", ")} removed`}`,
  ];
}

function countOf(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}

/** The rows as lines. */
export function diskLines(rows: readonly DiskRow[]): string[] {
  const width = Math.max(0, ...rows.map(({ path }) => path.length));
  return rows.map((row) => `${row.path.padEnd(width)}  ${row.fate.padEnd(11)}  ${sizeWords(row)}`.trimEnd());
}

function sizeWords({ isDirectory, bytesBefore, bytesAfter, differingPages }: DiskRow): string {
  if (bytesAfter === undefined) return "";
  if (isDirectory) return "a directory";
  const size = `${bytesAfter.toLocaleString("en-US")} bytes`;
  const was = bytesBefore === undefined || bytesBefore === bytesAfter
    ? ""
    : `, were ${bytesBefore.toLocaleString("en-US")}`;
  return `${size}${was}${pagesWords(differingPages)}`;
}

const PAGES_SHOWN = 8;

function pagesWords(pages: readonly number[]): string {
  if (pages.length === 0) return "";
  const shown = pages.slice(0, PAGES_SHOWN).join(", ");
  const more = pages.length > PAGES_SHOWN ? ` and ${pages.length - PAGES_SHOWN} more` : "";
  return `; other bytes in ${pages.length === 1 ? "page" : "pages"} ${shown}${more}`;
}
