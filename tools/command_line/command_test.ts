/** Tests of declaring commands: what is left out, and the types that `run` gets (checked by the compiler). */
import { assertEquals } from "@std/assert";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { defineCommand } from "./command.ts";
import type { Position } from "./position.ts";
import { runCommand } from "./program.ts";

Deno.test("defineCommand() fills in what is left out", () => {
  const examples = [{ command: "wait", says: "it waits" }];
  const command = defineCommand({ name: "wait", summary: "waits", examples, run: () => 0 });
  assertEquals([command.operands, command.options, command.description], [{}, {}, []]);
});

Deno.test("run gets each value with the type of its kind", async () => {
  let seen: unknown;
  const command = defineCommand({
    name: "take",
    summary: "takes one of each",
    operands: { one: { label: "A", help: "one" }, more: { label: "B", help: "more", optional: true } },
    options: {
      at: { kind: "position", label: "N", help: "a place", default: "last" },
      count: { kind: "whole", label: "N", help: "a number" },
      show: { kind: "choice", choices: ["maps", "frames"], help: "a word", required: true },
      only: { kind: "list", label: "K", help: "words" },
      loud: { kind: "flag", help: "on or off" },
    },
    examples: [{ command: "take a --show maps", says: "it takes" }],
    run({ operands, options }) {
      // Each line compiles only when the value has exactly this type.
      const one: string = operands.one;
      const more = operands.more satisfies string | undefined;
      const at: Position = options.at;
      const count = options.count satisfies number | undefined;
      const show: "maps" | "frames" = options.show;
      const only: readonly string[] = options.only;
      const loud: boolean = options.loud;
      seen = { one, more, at, count, show, only, loud };
      return 0;
    },
  });
  assertEquals(await runCommand(command, ["a", "--show", "frames", "--only", "x"], fakeTerminal()), 0);
  const at = { kind: "last", eventsBack: 0 };
  assertEquals(seen, {
    one: "a",
    more: undefined,
    at,
    count: undefined,
    show: "frames",
    only: ["x"],
    loud: false,
  });
});
