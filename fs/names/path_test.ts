/** Tests of where paths lead. */
import { ENAMETOOLONG, ENOENT, FS_EXT4, FS_TMPFS } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { resolvePath } from "./path.ts";

Deno.test("prefixes are mounts; what follows is a name in their root", () => {
  assertEquals(resolvePath("t:a"), { directory: 1, name: "a", fileSystem: FS_TMPFS });
  assertEquals(resolvePath("d:a"), { directory: 2, name: "a", fileSystem: FS_EXT4 });
  assertEquals(resolvePath("/etc/passwd"), { directory: 0, name: "/etc/passwd", fileSystem: FS_EXT4 });
});

Deno.test("an empty path does not exist, and long ones are refused", () => {
  assertEquals(resolvePath(""), -ENOENT);
  assertEquals(typeof resolvePath(`/${"a".repeat(255)}`), "object");
  assertEquals(resolvePath(`/${"a".repeat(256)}`), -ENAMETOOLONG);
  assertEquals(resolvePath("/a".repeat(2048)), -ENAMETOOLONG);
  assertEquals(resolvePath(`/${"ä".repeat(128)}`), -ENAMETOOLONG);
});
