/**
 * The mapping picture as text: three columns, an arrow from pages to frames and one to what backs those.
 */

import type { MappingPicture, MappingRow } from "./mapping.ts";

const TITLES = { pages: "virtual pages", frames: "page frames", backing: "file offsets and other backing" };

/** Draws the picture; lines end in "\n". */
export function mappingText(picture: MappingPicture): string {
  const { title, rows, rest } = picture;
  const width = (column: keyof typeof TITLES) =>
    Math.max(TITLES[column].length, ...rows.map((row) => row[column].length));
  const [pages, frames, backing] = [width("pages"), width("frames"), width("backing")];
  const lines = [
    title,
    "",
    `  ${TITLES.pages.padEnd(pages)}      ${TITLES.frames.padEnd(frames)}      ${TITLES.backing}`,
    `  ${"─".repeat(pages)}      ${"─".repeat(frames)}      ${"─".repeat(backing)}`,
  ];
  let mapping = "";
  for (const row of rows) {
    if (row.mapping !== mapping) lines.push(`  ${row.mapping}`);
    mapping = row.mapping;
    lines.push(rowLine(row, pages, frames));
  }
  if (rest !== "") lines.push("", `  … ${rest}`);
  return lines.map((line) => line.trimEnd()).join("\n") + "\n";
}

function rowLine(
  { pages, frames, backing, isFocus }: MappingRow,
  pagesWidth: number,
  framesWidth: number,
): string {
  const isPresent = frames !== "not present";
  const there = isPresent ? "───▶" : " ·  ";
  const back = isPresent ? "───▶" : "    ";
  return `${isFocus ? "▶" : " "} ${pages.padEnd(pagesWidth)} ${there} ${
    frames.padEnd(framesWidth)
  } ${back} ${backing}`;
}
