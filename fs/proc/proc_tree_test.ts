/** Tests of the tree of /proc. */
import { assertEquals } from "@std/assert";
import { FILE_DIRECTORY, FILE_SYMLINK, FILE_TOLD } from "@palimpsest/kernel";
import { namesOf } from "../names/names.ts";
import type { Node, SyntheticNode } from "../names/node.ts";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { procTree } from "./proc_tree.ts";

/** A machine with a tree, and the nodes below /proc. */
function givenTree() {
  const fixture = new TreeFixture();
  const root = namesOf(fixture.state).mounts.find(({ source }) => source === "proc")!.root;
  const at = (path: string) => procTree.nodeAt(fixture.state, path);
  const names = (directory: Node) => procTree.list(fixture.state, directory).map(({ path }) => path);
  return { fixture, root, at, names };
}

Deno.test("the root lists self, the machine's files and the processes", () => {
  const { fixture, root, names } = givenTree();
  fixture.call("fork");
  assertEquals(names(root), ["/proc/self", "/proc/meminfo", "/proc/swaps", "/proc/1", "/proc/2"]);
});

Deno.test("self leads to the process that asks", () => {
  const { fixture, root } = givenTree();
  const self = (pid: number) => procTree.lookup(fixture.state, root, "self", pid)!;
  assertEquals([self(1).target, self(7).target, self(1).fileKind], ["1", "7", FILE_SYMLINK]);
});

Deno.test("a process has its files, which its user owns", () => {
  const { fixture, at, names } = givenTree();
  fixture.become(1000);
  assertEquals(names(at("/proc/1")!), [
    "/proc/1/comm",
    "/proc/1/fd",
    "/proc/1/maps",
    "/proc/1/oom_score_adj",
    "/proc/1/pagemap",
    "/proc/1/smaps",
    "/proc/1/stat",
    "/proc/1/statm",
    "/proc/1/status",
  ]);
  const facts = ({ fileKind, mode, uid }: SyntheticNode) => [fileKind, mode, uid];
  assertEquals([facts(at("/proc/1")!), facts(at("/proc/1/maps")!), facts(at("/proc/1/pagemap")!)], [
    [FILE_DIRECTORY, 0o555, 1000],
    [FILE_TOLD, 0o444, 1000],
    [FILE_TOLD, 0o400, 1000],
  ]);
});

Deno.test("descriptors are links that lead to what is open", () => {
  const { fixture, at } = givenTree();
  fixture.call("pipe", { outside: 1 });
  const node = at("/proc/1/fd/1")!;
  const inode = fixture.inodeOf(1).id;
  assertEquals([node.target, node.jump, node.mode, node.fileKind], [
    `pipe:[${inode}]`,
    inode,
    0o300,
    FILE_SYMLINK,
  ]);
  assertEquals([at("/proc/1/fd/0")?.mode, at("/proc/1/fd/9"), at("/proc/1/fd/01")], [
    0o500,
    undefined,
    undefined,
  ]);
});

Deno.test("what does not exist is not told of, and numbers stay", () => {
  const { at } = givenTree();
  for (const path of ["/proc/9", "/proc/01", "/proc/x", "/proc/1/x", "/proc/1/maps/x"]) {
    if (!path.endsWith("maps/x")) assertEquals(at(path), undefined, path);
  }
  const numbers = ["/proc/meminfo", "/proc/swaps", "/proc/1", "/proc/1/fd", "/proc/1/maps"].map((path) =>
    at(path)!.number
  );
  assertEquals(new Set(numbers).size, 5);
  assertEquals(numbers[2], at("/proc/1")!.number);
});
