/** Tables of text: a heading, and rows whose columns are as wide as their widest cell. */

/** Which side a column leans to. */
export type Alignment = "left" | "right";

/** A table as lines: the heading and the rows; none when there is no row. Lines do not end in blanks. */
export function tableLines(
  columns: readonly (readonly [heading: string, alignment: Alignment])[],
  rows: readonly (readonly string[])[],
): string[] {
  if (rows.length === 0) return [];
  const all = [columns.map(([heading]) => heading), ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) =>
    row.map((cell, column) =>
      columns[column][1] === "right" ? cell.padStart(widths[column]) : cell.padEnd(widths[column])
    ).join("  ").trimEnd()
  );
}
