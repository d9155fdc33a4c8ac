/** Tests of what happens in the worker, without one. */
import { assertEquals } from "@std/assert";
import type { C, Task } from "@palimpsest/libc";
import { openLog } from "@palimpsest/kernel";
import type { ModuleExports } from "./program_module.ts";
import { loadingSentence, runModule, type StartMessage, type WorkerMessage } from "./worker_run.ts";

const start: StartMessage = {
  url: "file:///a/mine.ts",
  path: "./mine.ts",
  name: "mine",
  options: { arguments: ["x"] },
};

async function messagesOf(load: () => ModuleExports): Promise<WorkerMessage[]> {
  const messages: WorkerMessage[] = [];
  await runModule(start, () => Promise.resolve().then(load), (message) => messages.push(message));
  return messages;
}

Deno.test("a program's log is handed out whole, then its report", async () => {
  const main = function* (c: C, argv: readonly string[]): Task<number> {
    for (let count = 0; count < 30_000; count++) c.getpid();
    yield* c.puts(argv.join(" "));
    return 2;
  };
  const messages = await messagesOf(() => ({ main }));
  const parts = messages.flatMap((message) => message.kind === "log" ? [...message.bytes] : []);
  const log = openLog(Uint8Array.from(parts));
  assertEquals([log.closed, log.eventCount > 30_000], [true, true]);
  const end = messages.at(-1)!;
  assertEquals(end.kind === "end" && [end.report.output, end.report.ending], ["mine x\n", "exited with 2"]);
  assertEquals(messages.some((message) => message.kind === "events" && message.count === 20_000), true);
});

Deno.test("what is no program, and what cannot be loaded, is refused in one sentence", async () => {
  assertEquals(await messagesOf(() => ({})), [{
    kind: "refused",
    message:
      "./mine.ts: This is no program: it must export a generator function, `export function* main(c, argv)`.",
  }]);
  const [message] = await messagesOf(() => {
    throw new Error("top level");
  });
  assertEquals(message, {
    kind: "refused",
    message: "./mine.ts: The file cannot be loaded as a program: top level.",
  });
});

Deno.test("a complaint of the loader is one line, with the path as the person knows it", () => {
  const error = new TypeError(
    "SyntaxError: Expected ',', got ';' at file:///a/mine.ts:2:3\n\n    code;\n    ~\n  at file:///a/mine.ts:2:3",
  );
  assertEquals(
    loadingSentence(error, start),
    "The file cannot be loaded as a program: SyntaxError: Expected ',', got ';' at ./mine.ts:2:3 at ./mine.ts:2:3.",
  );
  assertEquals(
    loadingSentence(undefined, start),
    "The file cannot be loaded as a program: it imports what a program cannot have.",
  );
});
