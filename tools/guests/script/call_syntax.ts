/**
 * How each operation of the script language is written: one entry an operation, in the order of the language's table.
 *
 * CS1. Reading an entry's arguments is all it does; nothing is evaluated, nothing is looked up.
 * CS2. The fields stand in the result in the order in which they are evaluated (SO2).
 */
import type { Arguments } from "./arguments.ts";
import { parseDataPattern } from "./data_pattern.ts";
import {
  type Expression,
  ExpressionError,
  numberExpression,
  parseExpression,
  parseNumber,
} from "./expression.ts";
import type { RangeOf, ScriptCall, ScriptFile } from "./script_op.ts";
import {
  fallocateModeWords,
  mmapFlagWords,
  mremapFlagWords,
  msyncFlagWords,
  openFlagWords,
  parseAdvice,
  parseProtection,
  parseWords,
  type WordTable,
} from "./words.ts";

/** The longest name a process may have (the native oracle's table). */
export const processNameLengthMax = 7;

const infinity = numberExpression(2n ** 64n - 1n);

/** Reads the arguments of the operation that is its key. */
export const callSyntax: Readonly<Record<string, (given: Arguments) => ScriptCall>> = {
  mmap: parseMmap,
  munmap: (given) => ({ op: "munmap", ...range(given) }),
  mprotect: (given) => ({
    op: "mprotect",
    ...range(given),
    protection: given.parsed("a protection", parseProtection),
  }),
  madvise: (given) => ({ op: "madvise", ...range(given), advice: given.parsed("an advice", parseAdvice) }),
  msync: (given) => ({ op: "msync", ...range(given), flags: words(given, "msync flag", msyncFlagWords) }),
  mlock: (given) => ({ op: "mlock", ...range(given), onFault: optionalWord(given, "onfault") }),
  munlock: (given) => ({ op: "munlock", ...range(given) }),
  mseal: (given) => ({ op: "mseal", ...range(given) }),
  mremap: parseMremap,
  mincore: (given) => ({ op: "mincore", ...range(given) }),
  brk: (given) => ({ op: "brk", address: given.expression("an address") }),
  sbrk: (given) => ({ op: "sbrk", increment: given.expression("an increment") }),
  touch: (given) => parseTouch("touch", given),
  crash: (given) => parseTouch("crash", given),
  load8: (given) => ({ op: "load8", address: given.expression("an address") }),
  load1: (given) => ({ op: "load1", address: given.expression("an address") }),
  store8: (given) => ({ op: "store8", ...addressAndValue(given) }),
  store1: (given) => ({ op: "store1", ...addressAndValue(given) }),
  add8: (given) => ({ op: "add8", ...addressAndValue(given) }),
  read: (given) => ({ op: "read", ...range(given) }),
  fill: (given) => ({ op: "fill", ...range(given), value: given.expression("a byte") }),
  open: parseOpen,
  memfd: (given) => ({ op: "memfd", fileName: given.word("a name").text }),
  unlink: (given) => ({ op: "unlink", file: given.parsed("a file", parseFile) }),
  close: (given) => ({ op: "close", fd: descriptor(given) }),
  dup: (given) => ({ op: "dup", fd: descriptor(given) }),
  fsync: (given) => ({ op: "fsync", fd: descriptor(given) }),
  fdatasync: (given) => ({ op: "fdatasync", fd: descriptor(given) }),
  fsize: (given) => ({ op: "fsize", fd: descriptor(given) }),
  ftruncate: (given) => ({
    op: "ftruncate",
    fd: descriptor(given),
    lengthBytes: given.expression("a length"),
  }),
  lseek: (given) => ({
    op: "lseek",
    fd: descriptor(given),
    offset: given.expression("an offset"),
    whence: given.expression("a whence"),
  }),
  fallocate: parseFallocate,
  pread: (given) => ({
    op: "pread",
    fd: descriptor(given),
    lengthBytes: given.expression("a length"),
    offset: given.expression("an offset"),
  }),
  rd: (given) => ({ op: "rd", fd: descriptor(given), lengthBytes: given.expression("a length") }),
  pwrite: (given) => ({
    op: "pwrite",
    fd: descriptor(given),
    offset: given.expression("an offset"),
    bytes: given.parsed("data", parseDataPattern),
  }),
  wr: (given) => ({ op: "wr", fd: descriptor(given), bytes: given.parsed("data", parseDataPattern) }),
  preadto: (given) => ({ op: "preadto", ...userBuffer(given) }),
  pwritefrom: (given) => ({ op: "pwritefrom", ...userBuffer(given) }),
  rlimit: parseRlimit,
  fork: (given) => ({ op: "fork", child: given.parsed("a process", parseProcessName) }),
  exit: (given) => ({ op: "exit", code: given.hasMore ? given.expression("a code") : numberExpression(0n) }),
  kill: parseKill,
  wait: parseWait,
  exec: () => ({ op: "exec" }),
  dump: (given) => ({ op: "dump", all: optionalWord(given, "all") }),
};

/** Reads the arguments of `set`. */
export function parseSet(given: Arguments): ScriptCall {
  const setting = given.oneOf("a setting", ["autodump", "fault_around"]);
  if (setting === "autodump") {
    return { op: "set autodump", autodump: given.oneOf("an autodump", ["off", "vmas", "full"]) };
  }
  return { op: "set fault_around", windowBytes: Number(given.parsed("a size in bytes", parseNumber)) };
}

/**
 * Reads the name of a process.
 * @throws ExpressionError unless it starts with p and is short
 */
export function parseProcessName(text: string): string {
  if (/^p[A-Za-z0-9_]*$/.test(text) && text.length <= processNameLengthMax) return text;
  throw new ExpressionError(`"${text}" is not a process; write p and a number.`, 0);
}

function range(given: Arguments): RangeOf<Expression> {
  return { address: given.expression("an address"), lengthBytes: given.expression("a length") };
}

function addressAndValue(given: Arguments): { address: Expression; value: Expression } {
  return { address: given.expression("an address"), value: given.expression("a value") };
}

function descriptor(given: Arguments): Expression {
  return given.expression("a file descriptor");
}

function words(given: Arguments, kind: string, table: WordTable): bigint {
  return given.parsed(`a ${kind}`, (text) => parseWords(text, table, kind));
}

function optionalWord(given: Arguments, word: string): boolean {
  return given.hasMore && given.oneOf("an option", [word]) === word;
}

function userBuffer(given: Arguments): RangeOf<Expression> & { fd: Expression; offset: Expression } {
  return { fd: descriptor(given), ...range(given), offset: given.expression("an offset") };
}

function parseMmap(given: Arguments): ScriptCall {
  const keys = given.keywords(["addr", "len", "prot", "flags", "fd", "off"]);
  return {
    op: "mmap",
    address: keys.expression("addr", "0"),
    lengthBytes: keys.expression("len", "0"),
    offset: keys.expression("off", "0"),
    fd: keys.expression("fd", "-1"),
    protection: keys.parsed("prot", "rw", parseProtection),
    flags: keys.parsed("flags", "private,anon", (text) => parseWords(text, mmapFlagWords, "mmap flag")),
  };
}

function parseMremap(given: Arguments): ScriptCall {
  const address = given.expression("the old address");
  const oldLengthBytes = given.expression("the old length");
  const newLengthBytes = given.expression("the new length");
  const flags = given.hasMore ? words(given, "mremap flag", mremapFlagWords) : 0n;
  const newAddress = given.hasMore ? given.expression("the new address") : numberExpression(0n);
  return { op: "mremap", address, oldLengthBytes, newLengthBytes, newAddress, flags };
}

function parseTouch(op: "touch" | "crash", given: Arguments): ScriptCall {
  const access = given.oneOf("an access", ["r", "w", "x"]);
  const address = given.expression("an address");
  const keys = given.keywords(["n", "step", "val"]);
  return {
    op,
    access,
    address,
    count: keys.expression("n", "1"),
    stepBytes: keys.expression("step", "0x1000"),
    value: keys.expression("val", "0x77"),
  };
}

function parseOpen(given: Arguments): ScriptCall {
  const file = given.parsed("a file", parseFile);
  const flags = words(given, "open flag", openFlagWords);
  return { op: "open", file, flags, mode: given.keywords(["mode"]).parsed("mode", "0666", parseOctal) };
}

function parseFallocate(given: Arguments): ScriptCall {
  const fd = descriptor(given);
  const mode = words(given, "fallocate mode", fallocateModeWords);
  return {
    op: "fallocate",
    fd,
    offset: given.expression("an offset"),
    lengthBytes: given.expression("a length"),
    mode,
  };
}

function parseRlimit(given: Arguments): ScriptCall {
  const resource = given.oneOf("a resource", ["as", "data", "memlock"]);
  const limit = given.word("a limit");
  if (limit.text === "inf") return { op: "rlimit", resource, limit: infinity, relative: false };
  if (limit.text.startsWith("+") && resource === "memlock") {
    throw given.error(limit, "Only the limits as and data count from the current size.");
  }
  const relative = limit.text.startsWith("+");
  return { op: "rlimit", resource, limit: given.parsedToken(limit, parseExpression), relative };
}

function parseKill(given: Arguments): ScriptCall {
  const target = given.parsed("a process", parseProcessName);
  const signal = given.hasMore ? given.oneOf("a signal", ["SIGKILL", "SIGTERM"]) : "SIGKILL";
  return { op: "kill", target, signal };
}

function parseWait(given: Arguments): ScriptCall {
  if (!given.hasMore) return { op: "wait", target: undefined };
  const target = given.parsed(
    "a process or any",
    (text) => text === "any" ? undefined : parseProcessName(text),
  );
  return { op: "wait", target };
}

function parseFile(text: string): ScriptFile {
  const match = /^([td]):([^/]+)$/.exec(text);
  if (match === null || match[2] === "." || match[2] === "..") {
    throw new ExpressionError(
      `"${text}" is not a file; write t:NAME (tmpfs) or d:NAME (ext4), without slashes.`,
      0,
    );
  }
  return { mount: match[1] as "t" | "d", name: match[2] };
}

function parseOctal(text: string): number {
  if (!/^[0-7]{1,5}$/.test(text)) throw new ExpressionError(`"${text}" is not an octal mode.`, 0);
  return parseInt(text, 8);
}
