/**
 * What execve puts on a new stack (fs/exec.c: copy_strings; fs/binfmt_elf.c: create_elf_tables).
 *
 *     0x7ffffffff000 ┬ 8 bytes of zeros
 *                    │ path of the program
 *                    │ strings of the environment
 *                    │ strings of the arguments
 *                    ├ down to a multiple of 16
 *                    │ "x86_64", 16 bytes that a machine with randomness would choose
 *                    ├ down to a multiple of 16
 *                    │ auxiliary vector: pairs of words, the last 0
 *                    │ pointers to the strings of the environment, 0
 *                    │ pointers to the arguments, 0
 *                    │ count of arguments
 *     stack pointer  ┴ a multiple of 16
 */

import { PAGE_SIZE, roundDown, TASK_SIZE } from "../address.ts";

const WORD_BYTES = 8;
const RANDOM_BYTES = 16;
const PLATFORM = "x86_64";
/** Types of the auxiliary vector (getauxval(3)). */
const AT = {
  PHDR: 3,
  PHENT: 4,
  PHNUM: 5,
  PAGESZ: 6,
  BASE: 7,
  FLAGS: 8,
  ENTRY: 9,
  UID: 11,
  EUID: 12,
  GID: 13,
  EGID: 14,
  PLATFORM: 15,
  CLKTCK: 17,
  SECURE: 23,
  RANDOM: 25,
  EXECFN: 31,
  SYSINFO_EHDR: 33,
} as const;
const USER_ID = 1000;

/** What a program is started with. */
export interface StartArguments {
  /** The path that is executed (AT_EXECFN). */
  readonly path: string;
  /** The arguments. */
  readonly argv: readonly string[];
  /** The environment, each NAME=VALUE. */
  readonly envp: readonly string[];
}

/** Where parts of the image lie, for the auxiliary vector. */
export interface LoadedProgram {
  /** Where the program starts (AT_ENTRY). */
  readonly entry: number;
  /** Address of the program headers, and how many there are. */
  readonly headersAddress: number;
  /** How many program headers (AT_PHNUM). */
  readonly headerCount: number;
  /** Where the vdso lies (AT_SYSINFO_EHDR). */
  readonly vdsoAddress: number;
}

/** The start of a stack: `bytes` reach from the stack pointer to the stack's top. */
export interface InitialStack {
  /** Where the stack pointer starts, in bytes. */
  readonly stackPointer: number;
  /** The lowest string: the kernel copies the strings before it maps the program. */
  readonly stringsAddress: number;
  /** What lies from the stack pointer up. */
  readonly bytes: Uint8Array;
}

/** Lays out the start of a stack that ends at the top of user space. */
export function initialStack(start: StartArguments, program: LoadedProgram): InitialStack {
  const strings = [...start.argv, ...start.envp, start.path].map(zeroTerminated);
  const stringBytes = strings.reduce((sum, { length }) => sum + length, 0);
  const stringsAddress = TASK_SIZE - WORD_BYTES - stringBytes;
  const addresses = addressesOf(strings, stringsAddress);
  const platform = roundDown(stringsAddress, 16) - (PLATFORM.length + 1);
  const random = platform - RANDOM_BYTES;
  const places = { platform, random, path: addresses.at(-1)! };
  const { argv: { length: argumentCount } } = start;
  const words = [
    argumentCount,
    ...addresses.slice(0, argumentCount),
    0,
    ...addresses.slice(argumentCount, -1),
    0,
    ...auxiliaryVector(program, places),
  ];
  const stackPointer = roundDown(random - words.length * WORD_BYTES, 16);
  const bytes = new Uint8Array(TASK_SIZE - stackPointer);
  const view = new DataView(bytes.buffer);
  words.forEach((word, index) => putWord(view, index * WORD_BYTES, word));
  bytes.set(zeroTerminated(PLATFORM), platform - stackPointer);
  strings.forEach((string, index) => bytes.set(string, addresses[index] - stackPointer));
  return { stackPointer, stringsAddress, bytes };
}

function auxiliaryVector(
  { entry, headersAddress, headerCount, vdsoAddress }: LoadedProgram,
  places: { platform: number; random: number; path: number },
): number[] {
  const entries: [number, number][] = [
    [AT.SYSINFO_EHDR, vdsoAddress],
    [AT.PAGESZ, PAGE_SIZE],
    [AT.CLKTCK, 100],
    [AT.PHDR, headersAddress],
    [AT.PHENT, 56],
    [AT.PHNUM, headerCount],
    [AT.BASE, 0],
    [AT.FLAGS, 0],
    [AT.ENTRY, entry],
    [AT.UID, USER_ID],
    [AT.EUID, USER_ID],
    [AT.GID, USER_ID],
    [AT.EGID, USER_ID],
    [AT.SECURE, 0],
    [AT.RANDOM, places.random],
    [AT.EXECFN, places.path],
    [AT.PLATFORM, places.platform],
    [0, 0],
  ];
  return entries.flat();
}

function addressesOf(strings: readonly Uint8Array[], start: number): number[] {
  let at = start;
  return strings.map(({ length }) => {
    const address = at;
    at += length;
    return address;
  });
}

function zeroTerminated(text: string): Uint8Array {
  return new TextEncoder().encode(text + "\0");
}

function putWord(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, value % 2 ** 32, true);
  view.setUint32(offset + 4, Math.floor(value / 2 ** 32), true);
}
