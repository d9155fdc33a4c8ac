/**
 * The mapping picture as a Mermaid flowchart: virtual pages → page frames → what backs them, a box each for every row.
 * Frames that several rows have in common are one box, and so is what backs those frames. Nothing else is joined: an
 * arrow that crosses others (all rows to one "swap", say) makes Mermaid order the rows by itself, not by address.
 */

import type { MappingPicture } from "./mapping.ts";
import { box, flowchart, group, roundBox, unseenArrow } from "./mermaid_text.ts";

/** Draws the picture. */
export function mappingMermaid({ title, rows, rest }: MappingPicture): string {
  const frames = new Ids("frame");
  const backings = new Ids("backing");
  const pages = rows.map((row, index) => box(`page${index}`, row.mapping, row.pages));
  const arrows: string[] = [];
  for (const [index, row] of rows.entries()) {
    const isPresent = row.frames !== "not present";
    const arrow = isPresent ? "-->" : "-.->";
    const frame = frames.of(row.frames, isPresent ? "" : row.pages);
    arrows.push(`page${index} ${arrow} ${frame}`);
    const link = `${frame} ${arrow} ${backings.of(row.backing, frame)}`;
    if (!arrows.includes(link)) arrows.push(link);
  }
  if (rest !== "") {
    pages.push(roundBox("rest", `… ${rest}`));
    arrows.push(box("nothing", " "), ...unseenArrow("rest", "nothing"));
  }
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

/** Boxes by their label, and by what tells apart boxes of one label: what is the same in both is one box. */
class Ids {
  private readonly boxes = new Map<string, { readonly id: string; readonly text: string }>();

  constructor(private readonly prefix: string) {}

  of(text: string, apart: string): string {
    const key = JSON.stringify([text, apart]);
    const { id } = this.boxes.get(key) ?? { id: `${this.prefix}${this.boxes.size}` };
    this.boxes.set(key, { id, text });
    return id;
  }

  group(id: string, title: string): string[] {
    if (this.boxes.size === 0) return [];
    return group(id, title, [...this.boxes.values()].map((drawn) => box(drawn.id, drawn.text)));
  }
}
