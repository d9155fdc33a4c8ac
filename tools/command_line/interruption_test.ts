/** Tests of noticing Control-C in work that never lets go of the processor. */
import { assertEquals } from "@std/assert";
import { Interruption } from "./interruption.ts";

Deno.test("nobody interrupted: there is nothing to notice", async () => {
  using interruption = await Interruption.watch();
  interruption.check();
  assertEquals(interruption.isAsked, false);
});

Deno.test("work that is interrupted notices it, without a turn of the event loop", async () => {
  const { output, code } = await interruptedProgram(`
    using interruption = await Interruption.watch();
    console.log("busy");
    for (;;) interruption.check();
  `);
  assertEquals([output, code], ["busy\ninterrupted\n", 7]);
});

Deno.test("after the watch, Control-C ends the program as ever", async () => {
  const { output, signal } = await interruptedProgram(`
    (await Interruption.watch())[Symbol.dispose]();
    await new Promise((resolve) => setTimeout(resolve, 20));
    console.log("busy");
    for (;;);
  `);
  assertEquals([output, signal], ["busy\n", "SIGINT"]);
});

/** Runs a program that prints a line when it is busy, and interrupts it then. */
async function interruptedProgram(
  source: string,
): Promise<{ output: string; code: number; signal: string | null }> {
  const module = new URL("interruption.ts", import.meta.url).href;
  const whole = `
    import { Interrupted, Interruption } from ${JSON.stringify(module)};
    try { ${source} } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      console.log("interrupted");
      Deno.exit(7);
    }
  `;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--unstable-worker-options", "--allow-read", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(whole));
  await writer.close();
  let output = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (output === "") child.kill("SIGINT");
    output += text;
  }
  const { code, signal } = await child.status;
  return { output, code, signal };
}
