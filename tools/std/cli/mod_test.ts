/** Tests of the `@std/cli` stand-in: each numbered rule of mod.ts, on the forms an option may take. */
import { assertEquals } from "@std/assert";
import { parseArgs } from "@std/cli";

Deno.test("parseArgs() reads a text option in each of its forms", () => {
  const options = { string: ["output"], alias: { output: "o" } } as const;
  for (
    const args of [["--output", "7"], ["--output=7"], ["-o", "7"], ["-o7"], ["-o=7"]]
  ) {
    assertEquals(parseArgs(args, options), { _: [], output: "7", o: "7" }, args.join(" "));
  }
});

Deno.test("parseArgs() gives a text option without a value the empty text", () => {
  const options = { string: ["to", "pid"] } as const;
  assertEquals(parseArgs(["--to", "--pid", "3"], options), { _: [], to: "", pid: "3" });
  assertEquals(parseArgs(["--to="], options).to, "");
});

Deno.test("parseArgs() takes an on/off option alone, and gives false when it is absent", () => {
  const options = { boolean: ["json", "verbose"], alias: { json: "j" } } as const;
  assertEquals(parseArgs(["--json", "a.plog"], options), {
    _: ["a.plog"],
    json: true,
    j: true,
    verbose: false,
  });
  assertEquals(parseArgs(["--json=false", "--verbose", "true"], options), {
    _: [],
    json: false,
    j: false,
    verbose: true,
  });
});

Deno.test("parseArgs() turns what looks like a number into one unless it is declared as text", () => {
  assertEquals(parseArgs(["--at", "12", "0x10", "-n", "1.5"]), { _: [16], at: 12, n: 1.5 });
  assertEquals(parseArgs(["--at", "12", "0x10"], { string: ["at", "_"] }), { _: ["0x10"], at: "12" });
});

Deno.test("parseArgs() collects the values of an option that may be given many times", () => {
  const options = { string: ["kind"], collect: ["kind"] } as const;
  assertEquals(parseArgs(["--kind", "mmap", "--kind=fault"], options).kind, ["mmap", "fault"]);
  assertEquals(parseArgs([], options).kind, []);
});

Deno.test("parseArgs() keeps the last value of an option that is given twice", () => {
  assertEquals(parseArgs(["--to", "3", "--to", "4"], { string: ["to"] }).to, "4");
});

Deno.test("parseArgs() uses defaults only for what was not given", () => {
  const options = { string: ["show", "to"], default: { show: "maps", to: "last" } } as const;
  assertEquals(parseArgs(["--to", "9"], options), { _: [], show: "maps", to: "9" });
});

Deno.test("parseArgs() reads a cluster of one-letter options", () => {
  assertEquals(parseArgs(["-ab", "-c", "x"], { boolean: ["a", "b"], string: ["c"] }), {
    _: [],
    a: true,
    b: true,
    c: "x",
  });
});

Deno.test("parseArgs() parses nothing after --", () => {
  assertEquals(parseArgs(["a", "--", "--json", "7"], { boolean: ["json"] }), {
    _: ["a", "--json", "7"],
    json: false,
  });
  assertEquals(parseArgs(["a", "--", "--json"], { "--": true }), { _: ["a"], "--": ["--json"] });
});

Deno.test("parseArgs() stops at the first plain argument when told to", () => {
  assertEquals(parseArgs(["--a", "-b", "record", "--json"], { boolean: ["a", "b"], stopEarly: true }), {
    _: ["record", "--json"],
    a: true,
    b: true,
  });
});

Deno.test("parseArgs() asks about each undeclared option and each plain argument, and drops what is refused", () => {
  const asked: unknown[] = [];
  const parsed = parseArgs(["--to", "3", "--speed=9", "-x", "file"], {
    string: ["to"],
    boolean: ["x"],
    unknown: (...question) => {
      asked.push(question);
      return false;
    },
  });
  assertEquals(parsed, { _: [], to: "3", x: true });
  assertEquals(asked, [["--speed=9", "speed", "9"], ["file"]]);
});

Deno.test("parseArgs() takes a lone - as a plain argument", () => {
  assertEquals(parseArgs(["-"])._, ["-"]);
});
