/** Tests of the recording's parser: what each kind of record becomes, and what is said about what is wrong. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { parseRecording } from "./parse.ts";

const header = '{"e":"hdr","format":1,"program":"true","argv":["true"],"stack_top":"0x7ffffffff000",' +
  '"env":{"PWD":"/w"},"files":{"/bin/true":35664}}';

/** The record that a line after the header becomes. */
function recordOf(line: string) {
  return parseRecording(`${header}\n${line}\n`, "r.ndjson").records[0];
}

/** What is said about a line after the header. */
function complaintAbout(line: string): string {
  return assertThrows(() => recordOf(line), UserError).message;
}

Deno.test("the header names the program, its folder and the sizes of its files", () => {
  const parsed = parseRecording(`${header}\n`, "r.ndjson").header;
  assertEquals([parsed.program, parsed.env.PWD, parsed.stackTop], ["true", "/w", 0x7ffffffff000]);
  assertEquals([...parsed.files], [["/bin/true", 35664]]);
});

Deno.test("a call's arguments are words, and its result is a number, an address or a process", () => {
  const call = (rest: string) => recordOf(`{"e":"sys","p":"p0","name":"x",${rest}}`);
  assertEquals(call('"a":["0x1000","0xffffffffffffffff"],"ret":"0x7f0000000000","mh":"63b831f3f066093d"'), {
    kind: "sys",
    line: 2,
    process: "p0",
    name: "x",
    args: [0x1000, -1],
    result: 0x7f0000000000,
    errno: undefined,
    mapsHash: "63b831f3f066093d",
    path: undefined,
    realPath: undefined,
    fileSystem: undefined,
    descriptors: undefined,
    waitStatus: undefined,
  });
  const wait = call('"a":["p1","0x0"],"ret":"p1","wstatus":256');
  assertEquals(wait.kind === "sys" && [wait.args[0], wait.result, wait.waitStatus], ["p1", "p1", 256]);
  const pipe = call('"a":["0x0"],"ret":0,"fds":[3,5]');
  assertEquals(pipe.kind === "sys" && pipe.descriptors, [3, 5]);
});

Deno.test("a fault says its access, whether the page was present, and the call it happened in", () => {
  const fault = recordOf(
    '{"e":"fault","p":"p0","addr":"0x1234","maj":1,"acc":"w","prot":1,"k":1,"in":"read"}',
  );
  assertEquals(fault, {
    kind: "fault",
    line: 2,
    process: "p0",
    address: 0x1234,
    access: "w",
    wasPresent: true,
    isMajor: true,
    byKernel: true,
    during: "read",
  });
});

Deno.test("VMAs have runs of residency, with F folded to f", () => {
  const maps = recordOf(
    '{"e":"maps","p":"p0","at":"exec","mh":"63b831f3f066093d","vmas":[["0x1000","0x4000","rw-p",7,"/x","1F1.1a"]]}',
  );
  assertEquals(maps.kind === "maps" && maps.vmas, [{
    start: 0x1000,
    end: 0x4000,
    permissions: "rw-p",
    pageOffset: 7,
    name: "/x",
    residency: [{ count: 1, value: "f" }, { count: 1, value: "." }, { count: 1, value: "a" }],
  }]);
});

Deno.test("a missing or wrong field is told with its line", () => {
  assertEquals(
    complaintAbout('{"e":"fault","p":"p0","acc":"w"}'),
    'r.ndjson line 2: The fault record has no "addr".',
  );
  assertEquals(
    complaintAbout('{"e":"fault","p":"p0","addr":4096}'),
    'r.ndjson line 2: The "addr" of the fault record is not an address such as "0x7fff0000".',
  );
  assertEquals(
    complaintAbout('{"e":"exit","p":"p0","min":1}'),
    'r.ndjson line 2: The exit record has no "maj".',
  );
  assertEquals(
    complaintAbout('{"e":"dead","p":"init","wstatus":0}'),
    'r.ndjson line 2: The "p" of the dead record is not a process such as p0.',
  );
  assertEquals(
    complaintAbout('{"e":"sys","p":"p0","name":"x","a":[17]}'),
    'r.ndjson line 2: The "a" of the sys record is not a list of words such as 0x1000.',
  );
});

Deno.test("residency that does not add up to the pages of its VMA is refused", () => {
  const maps = (residency: string) =>
    `{"e":"maps","p":"p0","at":"mid","mh":"63b831f3f066093d","vmas":[["0x1000","0x4000","rw-p",0,"",${residency}]]}`;
  assertEquals(recordOf(maps('""')).kind, "maps");
  for (const wrong of ['"2."', '"4."', '"3q"', "3"]) {
    assertEquals(
      complaintAbout(maps(wrong)).startsWith('r.ndjson line 2: The "vmas" of the maps record'),
      true,
    );
  }
});

Deno.test("what is no record is told: not JSON, no object, no kind, an unknown kind", () => {
  assertEquals(
    complaintAbout("{]"),
    "r.ndjson line 2: The line is not JSON; a recording has one JSON object a line.",
  );
  assertEquals(
    complaintAbout("[1]"),
    "r.ndjson line 2: The line is no JSON object; a recording has one a line.",
  );
  assertEquals(
    complaintAbout("{}"),
    'r.ndjson line 2: The record has no "e" that says its kind; is this a recording?',
  );
  assertEquals(
    complaintAbout('{"e":"thread"}'),
    'r.ndjson line 2: There is no kind of record "thread"; the kinds are exec, maps, sys, fault, fork, signal, ' +
      "exit, dead.",
  );
});

Deno.test("a file that ends in the middle of a line was cut off", () => {
  const message = (text: string) => assertThrows(() => parseRecording(text, "r"), UserError).message;
  assertEquals(
    message(`${header}\n{"e":"dead","p":"p0`),
    "r line 2: The line ends in the middle: the file was cut off; get the whole of it.",
  );
  assertEquals(message(header.slice(0, 20)).includes("cut off"), true);
  assertEquals(message(""), "r: The file is empty; a recording begins with a header.");
  // The last line end alone may be missing.
  assertEquals(parseRecording(header, "r").records, []);
});

Deno.test("a file that begins with something else, or has another format, is refused", () => {
  const message = (text: string) => assertThrows(() => parseRecording(text, "r"), UserError).message;
  assertEquals(
    message('{"e":"dead","p":"p0","wstatus":0}\n'),
    'r line 1: The file begins with a "dead" record; a recording begins with "hdr".',
  );
  assertEquals(
    message('{"e":"hdr","format":2}\n'),
    "r line 1: The recording has format 2; this program reads format 1.",
  );
});
