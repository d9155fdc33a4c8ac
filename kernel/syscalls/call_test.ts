/** Tests of how a call is declared: its arguments become the fields of its event. */
import { assertEquals } from "@std/assert";
import { bytes, text } from "../event/field.ts";
import { LEAST_WORD } from "./call_records.ts";
import { givenProcess, range } from "../testing/machine_fixture.ts";
import { BLOCKED, defineCall } from "./call.ts";

const call = defineCall("write_text", {
  id: 90,
  doc: "A call for this test.",
  arguments: { fd: "fd", what: text(), raw: bytes({ print: "none" }) },
  returnsAddress: true,
  decide: (_tx, { fd, what, raw }) => fd + what.length + raw.length,
});

Deno.test("a declared call has its arguments in order, with what they are when left out", () => {
  assertEquals([call.name, call.id, call.arguments], ["write_text", 90, ["fd", "what", "raw"]]);
  assertEquals(call.defaults, { fd: 0, what: "", raw: new Uint8Array(0) });
});

Deno.test("its event has the process, whether it was taken up again, the arguments, and the result", () => {
  const { fields, outcome } = call.declaration;
  assertEquals(Object.keys(fields), ["process", "resumed", "fd", "what", "raw"]);
  assertEquals([Object.keys(outcome!), outcome!.result.print], [["unfinished", "result"], "addressResult"]);
});

Deno.test("arguments that are left out are 0 to the call, and in its event", () => {
  const given = givenProcess();
  const [event] = given.eventsOf(() => assertEquals(given.call("munmap", {}), "EINVAL"));
  assertEquals([event.address, event.lengthBytes, event.result], [0, 0, -22]);
});

Deno.test("a word too large for the log stands there as the largest it can keep; the call gets it as it is", () => {
  const given = givenProcess();
  given.map(100, 1);
  const [event] = given.eventsOf(() => given.call("munmap", { ...range(100, 1), lengthBytes: -(2 ** 62) }));
  assertEquals([event.lengthBytes, event.result], [LEAST_WORD, -22]);
});

Deno.test("no result of a call is BLOCKED", () => {
  assertEquals([BLOCKED < 0, Number.isInteger(BLOCKED)], [true, false]);
});
