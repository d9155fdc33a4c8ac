/** Guessing what a mistyped word was meant to be. */

/** The name that `word` is most likely a slip of, or undefined when none is near. The first of equals wins. */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const count = editCount(word, name);
    if (count < fewest) [nearest, fewest] = [name, count];
  }
  return nearest;
}

/** How many letters to add, drop, change or swap with their neighbour to make `a` into `b`. */
function editCount(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      let count = Math.min(change, row[j] + 1, next[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        count = Math.min(count, before[j - 2] + 1);
      }
      next.push(count);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
