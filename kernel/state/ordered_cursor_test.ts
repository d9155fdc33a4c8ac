/** Tests of positions in an ordered tree. */
import { assertEquals, assertThrows } from "@std/assert";
import { OrderedCursor } from "./ordered_cursor.ts";
import { type Order, OrderedTree } from "./ordered_tree.ts";

interface Range {
  start: number;
  end: number;
}

const BY_START: Order<Range> = { start: (range) => range.start, end: (range) => range.end };

Deno.test("a cursor walks over every leaf of a tall tree, from any place", () => {
  const tree = new OrderedTree<Range>(1, BY_START);
  for (let index = 0; index < 5000; index++) tree.insert(1, { start: index * 2, end: index * 2 + 1 });
  for (const from of [-1, 0, 1, 4000, 9997, 9998, 9999]) {
    const cursor = tree.seek(from);
    let expected = Math.max(Math.ceil(from / 2), 0);
    for (; cursor.item !== undefined; cursor.advance()) assertEquals(cursor.item.start, 2 * expected++);
    assertEquals(expected, 5000);
  }
});

Deno.test("a cursor can be used again for another place and another tree", () => {
  const one = new OrderedTree<Range>(1, BY_START);
  const other = new OrderedTree<Range>(1, BY_START);
  for (let start = 0; start < 500; start++) one.insert(1, { start, end: start + 1 });
  const cursor = one.seek(490);
  assertEquals(cursor.item?.start, 490);
  assertEquals(other.seek(0, cursor).item, undefined);
  cursor.advance();
  assertEquals(cursor.item, undefined);
  assertEquals(one.seek(499, cursor) === cursor, true);
  cursor.advance();
  assertEquals(cursor.item, undefined);
});

Deno.test("a cursor that was never placed has no item", () => {
  const cursor = new OrderedCursor<Range>();
  cursor.advance();
  assertEquals(cursor.item, undefined);
});

Deno.test("a cursor refuses to move after the tree was written", () => {
  const tree = new OrderedTree<Range>(1, BY_START);
  for (let start = 0; start < 5; start++) tree.insert(1, { start, end: start + 1 });
  const cursor = tree.seek(0);
  tree.remove(1, { start: 0, end: 1 });
  assertThrows(() => cursor.advance(), Error, "after the tree was written");
});
