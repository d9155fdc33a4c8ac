/** Tests of the checker of names: what is broken is found and named. */
import { assertThrows } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { checkNames } from "./check_names.ts";

Deno.test("a tree that was furnished is whole", () => checkNames(new TreeFixture().state));

Deno.test("broken trees are found", () => {
  const broken = (effects: (root: number, tmp: number) => object[], message: string) => {
    const fixture = new TreeFixture();
    fixture.setup(effects(fixture.inodeAt("/"), fixture.inodeAt("/tmp")) as never);
    assertThrows(() => checkNames(fixture.state), Error, message);
  };
  broken((root) => [{ kind: "entryPut", directory: root, name: "x", inode: 9999 }], "CN2");
  broken((root) => [{ kind: "inodeLinks", inode: root, links: 3 }], "CN4");
  broken((root, tmp) => [{ kind: "entryPut", directory: root, name: "x", inode: tmp }], "CN4");
  broken((root, tmp) => [{ kind: "directoryParent", directory: tmp, parent: root, name: "t" }], "CN3");
  broken((_, tmp) => [{ kind: "symlinkNew", inode: tmp, target: "x" }], "CN2");
  broken((root) => [{ kind: "mountPut", mount: 9, fileSystem: 0, point: 9999, root, source: "" }], "CN5");
});
