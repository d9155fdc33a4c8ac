/** Tests of cutting files by name. */
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";
import { cutFile } from "./cut_file.ts";

Deno.test("opening sets the times even of an empty file, truncating does not", () => {
  const fixture = new TreeFixture();
  fixture.machine.clock = () => 1;
  fixture.call("mknod", { path: "/tmp/f", mode: 0o644 });
  const inode = fixture.inodeAt("/tmp/f");
  fixture.machine.clock = () => 2;
  const modifiedAfter = (isOpening: boolean) => {
    fixture.during((tx) => cutFile(tx, inode, 0, { isOpening }));
    return fixture.state.inode(inode).attributes?.modified;
  };
  assertEquals([modifiedAfter(false), modifiedAfter(true)], [1, 2]);
});
