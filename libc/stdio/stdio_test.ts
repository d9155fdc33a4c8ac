/** Tests of printing: when what is written out. */
import { assertEquals } from "@std/assert";
import { eventsOf } from "../testing/observe_program.ts";
import { runMain } from "../testing/run_main.ts";

function writesOf(run: ReturnType<typeof runMain>): number[] {
  return eventsOf(run, "write").map(({ lengthBytes }) => lengthBytes as number);
}

Deno.test("on a terminal lines are written out, and the rest at the end", () => {
  const run = runMain(function* (c) {
    yield* c.printf("one");
    yield* c.printf(" two\nthree");
    yield* c.putchar(10);
    yield* c.printf("four");
  });
  assertEquals([run.output, writesOf(run)], ["one two\nthree\nfour", [8, 6, 4]]);
});

Deno.test("a buffer that is full is written out, however long the text is", () => {
  const run = runMain(function* (c) {
    yield* c.printf("%s", "x".repeat(2500));
  });
  assertEquals([run.output.length, writesOf(run)], [2500, [1024, 1024, 452]]);
});

Deno.test("into a pipe stdout is written out when it is full; stderr at once", () => {
  const run = runMain(function* (c) {
    const ends = c.alloca(8);
    c.pipe(ends);
    c.dup2(c.loadInt(ends + 4), 1);
    yield* c.printf("a\nb\nc\n");
    yield* c.fprintf(c.stderr, "to %s", "stderr");
    yield* c.fflush(c.stdout);
    yield* c.printf("rest");
  });
  assertEquals([run.output, writesOf(run)], ["to stderr", [9, 6, 4]]);
});

Deno.test("what is in the buffer at a fork is in both processes' buffers", () => {
  const run = runMain(function* (c) {
    yield* c.printf("twice ");
    if ((yield* c.fork()) !== 0) yield* c.wait();
  });
  assertEquals(run.output, "twice twice ");
});

Deno.test("printing into memory stops where the memory ends, and says how long the text is", () => {
  const run = runMain(function* (c) {
    const buffer = c.alloca(32);
    const lengths = [
      c.snprintf(buffer, 6, "%d-%d", 1234, 5678),
      c.strlen(buffer),
      c.sprintf(buffer + 16, "%s", "all"),
    ];
    yield* c.printf("%s %s %s\n", buffer, buffer + 16, lengths.join(" "));
  });
  assertEquals(run.lines, ["1234- all 9 5 3"]);
});

Deno.test("perror() and strerror() say what went wrong", () => {
  const run = runMain(function* (c) {
    c.open("/nowhere", c.O_RDONLY);
    yield* c.perror("open");
    yield* c.perror("");
    yield* c.puts(c.strerror(0));
  });
  assertEquals(run.lines, ["open: No such file or directory", "No such file or directory", "Success"]);
});

Deno.test("a stream that cannot be written gives -1", () => {
  const run = runMain(function* (c) {
    c.close(1);
    yield* c.puts("x");
    yield* c.fprintf(c.stderr, "%d %d\n", yield* c.fflush(c.stdout), c.errno);
  });
  assertEquals(run.stop, undefined);
  assertEquals(run.output, "-1 9\n");
});
