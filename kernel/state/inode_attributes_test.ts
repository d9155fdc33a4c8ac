/** Tests of the attributes of inodes. */
import { assertEquals } from "@std/assert";
import { attributeFields } from "./inode_attributes.ts";

Deno.test("every attribute is in the digest", () => {
  const attributes = { uid: 1, gid: 2, device: 3, accessed: 4, modified: 5, changed: 6 };
  assertEquals(attributeFields(attributes), [1, 2, 3, 4, 5, 6]);
});
