/** Tests of where paths lead. */
import { ENAMETOOLONG, ENOENT, FS_EXT4, FS_TMPFS } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { flatPlace } from "./flat_path.ts";

Deno.test("prefixes are mounts; what follows is a name in their root", () => {
  assertEquals(flatPlace("t:a"), { directory: 1, name: "a", fileSystem: FS_TMPFS });
  assertEquals(flatPlace("d:a"), { directory: 2, name: "a", fileSystem: FS_EXT4 });
  assertEquals(flatPlace("/etc/passwd"), { directory: 0, name: "/etc/passwd", fileSystem: FS_EXT4 });
});

Deno.test("an empty path does not exist, and long ones are refused", () => {
  assertEquals(flatPlace(""), -ENOENT);
  assertEquals(typeof flatPlace(`/${"a".repeat(255)}`), "object");
  assertEquals(flatPlace(`/${"a".repeat(256)}`), -ENAMETOOLONG);
  assertEquals(flatPlace("/a".repeat(2048)), -ENAMETOOLONG);
  assertEquals(flatPlace(`/${"ä".repeat(128)}`), -ENAMETOOLONG);
});
