/**
 * Generated parts of pages: what lies between two marks is replaced, the rest is written by hand.
 *
 *     <!-- generated NAME: begin -->
 *     …
 *     <!-- generated NAME: end -->
 */

/** The page with the marked part replaced. Throws when the page lacks the marks: a bug of ours. */
export function replaceSection(page: string, name: string, content: string): string {
  const begin = `<!-- generated ${name}: begin -->`;
  const end = `<!-- generated ${name}: end -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no part marked "generated ${name}"`);
  return `${page.slice(0, from + begin.length)}\n\n${content.trim()}\n\n${page.slice(to)}`;
}
