/** Tests of printf's formats, each against what glibc prints. */
import { assertEquals, assertThrows } from "@std/assert";
import { formatText } from "./format.ts";

const show = (format: string, ...given: (number | string)[]) => formatText(format, given, (at) => `<${at}>`);

Deno.test("integers: signs, bases, width, precision and flags", () => {
  assertEquals(show("%d %i %u", -5, 7, -1), "-5 7 4294967295");
  assertEquals(
    show("[%5d] [%-5d] [%05d] [%+d] [% d]", 42, 42, -42, 42, 42),
    "[   42] [42   ] [-0042] [+42] [ 42]",
  );
  assertEquals(show("%x %X %#x %o %#o", 255, 255, 255, 8, 8), "ff FF 0xff 10 010");
  assertEquals(show("%.3d [%8.3d] [%.0d]", 5, 5, 0), "005 [     005] []");
  assertEquals(
    show("%ld %lu %zu %lx", -(2 ** 40), 2 ** 40, 2 ** 33, 2 ** 36),
    "-1099511627776 1099511627776 8589934592 1000000000",
  );
  assertEquals(show("%d", 2 ** 32 + 5), "5");
  assertEquals(show("%#x %#o", 0, 0), "0 0");
  assertEquals(
    show("%lu %lx %#zo %ld", -1, -2, -1, -1),
    "18446744073709551615 fffffffffffffffe 01777777777777777777777 -1",
  );
  assertEquals(show("%hhd %hhu %hhd %hd %hx", 300, 300, 200, 65535, -1), "44 44 -56 -1 ffff");
  assertEquals(show("%p", -1), "0xffffffffffffffff");
});

Deno.test("characters, strings and pointers", () => {
  assertEquals(show("%c%c", 65, "bc"), "Ab");
  assertEquals(
    show("[%s] [%6s] [%-6s] [%.2s]", "text", "text", "text", "text"),
    "[text] [  text] [text  ] [te]",
  );
  assertEquals(show("%s %s", 4096, 0), "<4096> (null)");
  assertEquals(show("%p %p [%10p]", 0x7fff0000, 0, 16), "0x7fff0000 (nil) [      0x10]");
  assertEquals(show("[%*d] [%-*d] [%.*s]", 5, 1, 4, 2, 3, "abcdef"), "[    1] [2   ] [abc]");
  assertEquals(show("[%*d] 100%%", -4, 7), "[7   ] 100%");
});

Deno.test("doubles", () => {
  assertEquals(show("%f %.2f %8.3f %-8.1f|", 1.5, 2 / 3, Math.PI, 2.25), "1.500000 0.67    3.142 2.3     |");
  assertEquals(show("%e %.1e", 12345.678, 0), "1.234568e+04 0.0e+00");
  assertEquals(show("%g %g %g %g", 0.0001, 100000, 1e6, 1e-5), "0.0001 100000 1e+06 1e-05");
  assertEquals(show("%+.1f %05.1f % .0f", 1, -1, 2), "+1.0 -01.0  2");
});

Deno.test("a missing argument and an unknown conversion are the author's mistakes", () => {
  assertThrows(() => show("%d %d", 1), Error, 'printf("%d %d") has only 1 arguments.');
  assertThrows(() => show("%q", 1), Error, 'printf("%q"): there is no %q.');
});
