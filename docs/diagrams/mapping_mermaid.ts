/**
 * The mapping picture as a Mermaid flowchart: a box for each row's pages, frames and backing; frames and backing that
 * several rows have in common are one box.
 */

import type { MappingPicture } from "./mapping.ts";
import { box, flowchart, group, roundBox } from "./mermaid_text.ts";

/** Draws the picture. */
export function mappingMermaid({ title, rows, rest }: MappingPicture): string {
  const frames = new Ids("frame");
  const backings = new Ids("backing");
  const pages = rows.map((row, index) => box(`page${index}`, row.mapping, row.pages));
  const arrows: string[] = [];
  for (const [index, row] of rows.entries()) {
    const backing = backings.of(row.backing);
    if (row.frames === "not present") {
      arrows.push(`page${index} -.-> ${backing}`);
      continue;
    }
    const frame = frames.of(row.frames);
    arrows.push(`page${index} --> ${frame}`);
    const link = `${backing} --> ${frame}`;
    if (!arrows.includes(link)) arrows.push(link);
  }
  if (rest !== "") pages.push(roundBox("rest", `… ${rest}`));
  if (rows.length === 0 && rest === "") pages.push(roundBox("none", "nothing"));
  return flowchart([
    ...group("pages", `virtual pages of ${title}`, pages),
    ...frames.group("frames", "page frames"),
    ...backings.group("backings", "file offsets and other backing"),
    ...arrows,
    ...focusStyle(rows.findIndex(({ isFocus }) => isFocus)),
  ]);
}

function focusStyle(index: number): string[] {
  return index < 0 ? [] : [`style page${index} stroke-width:4px`];
}

/** Boxes by their label, so that the same label is one box. */
class Ids {
  private readonly ids = new Map<string, string>();

  constructor(private readonly prefix: string) {}

  of(text: string): string {
    const id = this.ids.get(text) ?? `${this.prefix}${this.ids.size}`;
    this.ids.set(text, id);
    return id;
  }

  group(id: string, title: string): string[] {
    if (this.ids.size === 0) return [];
    return group(id, title, [...this.ids].map(([text, box_]) => box(box_, text)));
  }
}
