/** Tests of the naive model's open files. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  allocate,
  clear,
  loseBits,
  ModelFile,
  O,
  readBytes,
  resize,
  seek,
  writeBytes,
} from "./model_files.ts";
import { ModelNode } from "./model_tree.ts";

const file = () => new ModelNode("f", 0o6755, 0, 7, 0);

Deno.test("bytes are written, read, cut and cleared; what was never written is zero", () => {
  const node = file();
  writeBytes(node, 4094, 4, 1);
  assertEquals([node.size, readBytes(node, 4092, 99)], [4098, [0, 0, 1, 2, 3, 4]]);
  resize(node, 4095);
  resize(node, 5000);
  clear(node, 0, 4094);
  assertEquals([readBytes(node, 4093, 4), node.pages.size], [[0, 1, 0, 0], 1]);
});

Deno.test("data and holes are sought by pages; what is only reserved is a hole", () => {
  const node = file();
  writeBytes(node, 4096, 1, 1);
  allocate(node, 0, 8192, 10);
  const open = new ModelFile(node, 2);
  assertEquals([seek(open, 0, 3), seek(open, 4097, 4), seek(open, 5, 0), open.position], [4096, 8192, 5, 5]);
  assertThrows(() => seek(open, 8192, 3), Error, "ENXIO");
});

Deno.test("descriptors permit what they were opened for, and writers take bits away", () => {
  const node = file();
  assertEquals([0, 1, 2, 2 | O.PATH].map((flags) => new ModelFile(node, flags).isWritable), [
    false,
    true,
    true,
    false,
  ]);
  loseBits(node, { uid: 0, groups: [] });
  assertEquals(node.mode, 0o6755);
  loseBits(node, { uid: 9, groups: [7] });
  assertEquals(node.mode, 0o755);
});
