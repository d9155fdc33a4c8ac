/** Tests of the naive tree. */
import { assertEquals, assertThrows } from "@std/assert";
import { ModelNode, ModelWalk } from "./model_tree.ts";

function given() {
  const root = new ModelNode("d", 0o755, 0, 0, 0);
  const [a, link, file] = [
    new ModelNode("d", 0o700, 5, 5, 0),
    new ModelNode("l", 0o777, 0, 0, 0, "a/f"),
    new ModelNode("f", 0o640, 5, 6, 0),
  ];
  root.entries.set("a", a).set("l", link).set("loop", new ModelNode("l", 0o777, 0, 0, 0, "loop"));
  a.entries.set("f", file);
  a.parent = root;
  for (const node of [root, a, link, file]) node.links = 1;
  return { root, a, file };
}

const walk = (root: ModelNode, uid: number) => new ModelWalk(root, { uid, groups: [uid] });

Deno.test("a walk follows links and dots, and stops before the last component when asked", () => {
  const { root, a, file } = given();
  assertEquals(walk(root, 0).find(a, "../l", true) === file, true);
  assertEquals(walk(root, 0).end(root, "a/new/"), { directory: a, name: "new", hasSlash: true });
});

Deno.test("a walk ends with the errno of the kernel", () => {
  const { root, a } = given();
  const fails = (uid: number, path: string, errno: string) =>
    assertThrows(() => walk(root, uid).find(root, path, true), Error, errno);
  fails(0, "none", "ENOENT");
  fails(0, "loop", "ELOOP");
  fails(0, "l/x", "ENOTDIR");
  fails(9, "a/f", "EACCES");
  assertEquals([a.permits({ uid: 5, groups: [] }, 7), a.permits({ uid: 9, groups: [5] }, 1)], [true, false]);
});
