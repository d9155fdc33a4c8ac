/**
 * Mattson's stack as he drew it: an array with the page used last in front, searched from there. O(depth) a reference;
 * what the tree of stack_distances.ts is tested and measured against.
 */

/** An lru stack. */
export class PlainStack {
  private pages = new Int32Array(64);
  private size = 0;

  /** Moves a page to the top; the place where it was, from 1, or 0 when it is new. */
  reference(page: number): number {
    const { pages } = this;
    let at = 0;
    while (at < this.size && pages[at] !== page) at++;
    const isNew = at === this.size;
    if (isNew) this.grow();
    this.pages.copyWithin(1, 0, at);
    this.pages[0] = page;
    return isNew ? 0 : at + 1;
  }

  private grow(): void {
    this.size++;
    if (this.size < this.pages.length) return;
    const larger = new Int32Array(2 * this.pages.length);
    larger.set(this.pages);
    this.pages = larger;
  }
}
