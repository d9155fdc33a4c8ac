/** Tests of a person's own file, run in a worker without permissions: through the command, as a person does. */
import { assertEquals } from "@std/assert";
import { openLog } from "@palimpsest/kernel";
import { isProgramFile } from "./program_file_guest.ts";

const ROOT = new URL("../../..", import.meta.url).pathname;

/** What recording a file came to. */
interface Recorded {
  readonly code: number;
  readonly output: string;
  readonly ending: string;
  readonly stopped: string;
  readonly digest: string;
  /** What was said on standard error, without the file's folder. */
  readonly complaint: string;
  /** The log; empty when there is none. */
  readonly log: Uint8Array;
}

/** Records a source as a file of its own; `interruptAfter`: milliseconds until Ctrl-C. */
async function record(
  source: string,
  { options = [], interruptAfter }: { options?: string[]; interruptAfter?: number } = {},
): Promise<Recorded> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/mine.ts`, source);
    const [path, log] = [`${folder}/mine.ts`, `${folder}/mine.plog`];
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--allow-read",
        "--allow-write",
        "tools/cli.ts",
        "record",
        path,
        "-o",
        log,
        "--json",
        ...options,
      ],
      cwd: ROOT,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const timer = setTimeout(() => child.kill("SIGINT"), interruptAfter ?? 100_000);
    const { code, stdout, stderr } = await child.output();
    clearTimeout(timer);
    const said = new TextDecoder().decode(stdout);
    return {
      ...(said === "" ? {} : JSON.parse(said)),
      code,
      complaint: new TextDecoder().decode(stderr).replaceAll(`${folder}/`, ""),
      log: await Deno.readFile(log).catch(() => new Uint8Array(0)),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a file's program runs, forks, and executes other programs; two runs make the same log", async () => {
  const source = `
    import { type C, ints, type Task, WEXITSTATUS } from "@palimpsest/libc";
    export const data = { answer: ints(42) };
    export function* echo(c: C, argv: string[]): Task<number> {
      yield* c.puts(argv.slice(1).join(" "));
      return 3;
    }
    export function* main(c: C, argv: string[]): Task<void> {
      const status = c.alloca(4);
      yield* c.waitpid(yield* c.spawn("/bin/echo", ["echo", ...argv]), status);
      yield* c.printf("%d %d\\n", WEXITSTATUS(c.loadInt(status)), c.loadInt(c.symbol("answer")));
      yield* c.execl("/bin/who_am_i", "who_am_i");
    }
  `;
  const first = await record(source, { options: ["one", "two"] });
  assertEquals(first.output?.split("\n").slice(0, 3), ["mine one two", "3 42", "before fork: I am 100"]);
  assertEquals([first.code, first.ending, first.complaint], [0, "exited with 0", ""]);
  assertEquals(openLog(first.log).closed, true);
  const second = await record(source, { options: ["one", "two"] });
  assertEquals([second.digest, second.log], [first.digest, first.log]);
});

Deno.test("a program can read nothing, and has neither clock nor randomness", async () => {
  const complaintOf = async (expression: string) => {
    const source = `export function* main(c) {\n  yield* c.puts(String(${expression}));\n}`;
    const { complaint, code } = await record(source);
    assertEquals(code, 1);
    return complaint.trim();
  };
  assertEquals(
    await complaintOf("Date.now()"),
    "record: mine (process 100) failed: Date: a program has no clock; use c.counters().nanoseconds, " +
      "and c.sleep() to wait (mine.ts:2).",
  );
  assertEquals((await complaintOf("Math.random()")).includes("a program has no randomness"), true);
  const reading = await complaintOf('Deno.readTextFileSync("/etc/hostname")');
  assertEquals(reading.includes("a program reaches only its own machine"), true);
});

Deno.test("a file that is no program is refused with one sentence, status 2 and no log", async () => {
  const cases: [source: string, words: string][] = [
    [
      "export const x = 1;",
      "This is no program: it must export a generator function, `export function* main(c, argv)`.",
    ],
    [
      "export function main() {}",
      "main must be a generator function: write `export function* main(c, argv)`.",
    ],
    [
      "export function* main(c) { yield* c.puts('x'; }",
      "The file cannot be loaded as a program: SyntaxError",
    ],
    [
      'import "./missing.ts"; export function* main() {}',
      "The file cannot be loaded as a program: Module not found",
    ],
  ];
  for (const [source, words] of cases) {
    const { complaint, code, log } = await record(source);
    assertEquals([complaint.startsWith(`record: mine.ts: ${words}`) || complaint, code], [true, 2]);
    assertEquals([complaint.trim().includes("\n"), log.length], [false, 0], complaint);
  }
});

Deno.test("a program that is stopped is told why in one sentence; what it did until then is in the log", async () => {
  const cases: [source: string, words: string][] = [
    [
      "export function* main(c) { c.nothing(); }",
      "mine (process 100) failed: TypeError: c.nothing is not a function (mine.ts:1).",
    ],
    ["export function* main(c) { c.puts('x'); c.getpid(); }", "puts() was called without yield*"],
    ["export function* main(c) { yield* c.pause(); }", "Deadlock: every process waits"],
    [
      "let n = 0; export function* main(c) { if (n++ > 0) c.getppid(); yield* c.fork(); }",
      "The program does not retrace",
    ],
    ["export function* main(c) { for (;;) c.getpid(); }", "The run was stopped after 500 events"],
  ];
  for (const [source, words] of cases) {
    const { complaint, stopped, code, log } = await record(source, { options: ["--max-events", "500"] });
    assertEquals([stopped?.startsWith(words) || stopped, code], [true, 1]);
    assertEquals([complaint.trim(), openLog(log).closed], [`record: ${stopped}`, true]);
  }
});

Deno.test("Ctrl-C ends a program that does nothing but run, with a sentence", async () => {
  const { code, complaint } = await record("export function* main() { for (;;); }", { interruptAfter: 4000 });
  const words = "record: mine.ts: The program was interrupted after 0 events or more; its log is not closed.";
  assertEquals([code, complaint.trim()], [1, words]);
});

Deno.test("a program's file is told by its ending", () => {
  assertEquals(["a.ts", "b/c.mjs", "x.mm", "who_am_i"].map(isProgramFile), [true, true, false, false]);
});

Deno.test("a program's own allocator is what its malloc is made of, unless another is named", async () => {
  const guide = new URL("../../../docs/guide/kingsley.ts", import.meta.url);
  const source = `
    export { kingsley as allocator } from ${JSON.stringify(guide.href)};
    export function* main(c) {
      const block = c.malloc(100);
      yield* c.printf("%d\\n", c.malloc_usable_size(block));
      yield* c.fflush(c.stdout);
      c.free(block);
      c.free(block);
    }
  `;
  const own = await record(source);
  assertEquals([own.output?.split("\n")[0], own.ending], ["112", "was killed by SIGABRT"]);
  assertEquals(own.output?.includes("double free at 0x"), true);
  const other = await record(source, { options: ["--allocator", "freelist"] });
  assertEquals(other.output?.split("\n")[0], "104");
  const none = await record("export const allocator = 5; export function* main() {}");
  assertEquals([none.code, none.complaint.startsWith("record: mine.ts: allocator must be how one is made")], [
    2,
    true,
  ]);
});
