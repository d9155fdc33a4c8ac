/** Tests of the formatters of single values. */
import { assertEquals } from "@std/assert";
import {
  flagFormatter,
  formatAddress,
  formatBytes,
  formatHex,
  formatOctal,
  formatPage,
  formatPageCount,
  formatSize,
} from "./format.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

Deno.test("numbers are shown in hex, as an address, as a mode and as a count of pages", () => {
  assertEquals([formatHex(0), formatHex(255), formatHex(-1)], ["0x0", "0xff", "-0x1"]);
  assertEquals([formatAddress(0), formatAddress(4096)], ["NULL", "0x1000"]);
  assertEquals([formatOctal(0), formatOctal(0o644)], ["0", "0644"]);
  assertEquals([formatPageCount(1), formatPageCount(2)], ["1 page", "2 pages"]);
});

Deno.test("a page is shown as the address it begins at, even where that is beyond 2^53", () => {
  assertEquals([formatPage(0), formatPage(5)], ["0x0", "0x5000"]);
  assertEquals(formatPage(2 ** 52 + 1), "0x10000000000001000");
});

Deno.test("a size is shown in the greatest unit that divides it, so that nothing is lost", () => {
  assertEquals([0, 1000, 1024, 135168, 2 ** 40, 2 ** 50].map(formatSize), [
    "0",
    "1000",
    "1 KiB",
    "132 KiB",
    "1 TiB",
    "1024 TiB",
  ]);
});

Deno.test("flags are shown by name in the given order, with what has no name as hex at the end", () => {
  const prot = flagFormatter([
    { value: 0, name: "PROT_NONE" },
    { value: 1, name: "PROT_READ" },
    { value: 2, name: "PROT_WRITE" },
  ]);
  assertEquals([0, 1, 3, 11, 8].map(prot), [
    "PROT_NONE",
    "PROT_READ",
    "PROT_READ|PROT_WRITE",
    "PROT_READ|PROT_WRITE|0x8",
    "0x8",
  ]);
  assertEquals(flagFormatter([])(0), "0");
  assertEquals(prot(2 ** 40 + 2), "PROT_WRITE|0x10000000000");
  assertEquals(flagFormatter([{ value: 2 ** 31, name: "TOP" }])(2 ** 31), "TOP");
});

Deno.test("a value of several bits is named by its mask; a name that comprises another goes first", () => {
  const open = flagFormatter([
    { value: 0, name: "O_RDONLY", mask: 3 },
    { value: 1, name: "O_WRONLY", mask: 3 },
    { value: 0o4010000, name: "O_SYNC" },
    { value: 0o10000, name: "O_DSYNC" },
  ]);
  assertEquals([0, 1, 0o10001, 0o4010000].map(open), [
    "O_RDONLY",
    "O_WRONLY",
    "O_WRONLY|O_DSYNC",
    "O_RDONLY|O_SYNC",
  ]);
});

Deno.test("bytes are shown as a C string, cut after 32", () => {
  assertEquals(formatBytes(bytesOf('a"b\\\n\t\r')), '"a\\"b\\\\\\n\\t\\r"');
  assertEquals(formatBytes(Uint8Array.of(0, 49, 0, 97, 255, 56)), '"\\0001\\0a\\3778"');
  assertEquals(formatBytes(bytesOf("x".repeat(33))), `"${"x".repeat(32)}"...`);
  assertEquals(formatBytes(new Uint8Array(0)), '""');
});
