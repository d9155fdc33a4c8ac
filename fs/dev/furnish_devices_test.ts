/** Tests of what stands in /dev. */
import { assertEquals } from "@std/assert";
import { TreeFixture } from "../testing/tree_fixture.ts";

Deno.test("/dev has its devices, with numbers and modes, and links to the process's descriptors", () => {
  const fixture = new TreeFixture();
  assertEquals(fixture.list("/dev"), [
    "fb0",
    "fd",
    "full",
    "null",
    "random",
    "shm",
    "stderr",
    "stdin",
    "stdout",
    "urandom",
    "zero",
  ]);
  const inode = fixture.state.inode(fixture.inodeAt("/dev/urandom"));
  assertEquals([inode.attributes?.device, inode.mode, inode.name], [0x109, 0o666, "/dev/urandom"]);
  assertEquals(fixture.state.inode(fixture.inodeAt("/dev/shm")).mode, 0o1777);
});
