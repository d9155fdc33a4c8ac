/**
 * What every part of the C library stands on: the process's memory and calls, errno, symbols, function addresses.
 *
 *     Core ◀── Loads ◀── Strings ◀── MemoryCalls ◀── FileCalls ◀── DirectoryCalls ◀── UserCalls ◀── SpecialFileCalls
 *          ◀── Stdio ◀── SignalCalls ◀── ProcessCalls ◀── HeapCalls ◀── C
 *
 *   CO1  A call that fails sets errno and gives -1, as in C.
 *   CO2  A method that is a generator must be run with `yield*` (unbegun_tasks.ts).
 *   CO3  What is kept in JavaScript and not in memory (errno, the functions of handlers and atexit, the stack pointer) follows
 *        from the program's steps alone, so that a child of fork() has it too.
 */

import type { CallArguments } from "@palimpsest/kernel";
import { functionPlace } from "../runtime/function_place.ts";
import { RunStopped } from "../runtime/stops.ts";
import type { AllocatorMaking } from "../malloc/allocator.ts";
import type { UserSpace } from "../memory/user_space.ts";
import { callRequest, type Task } from "../runtime/task.ts";

/** A program in its place in memory. */
export interface LoadedImage {
  /** What is added to the addresses in its file. */
  readonly loadAddress: number;
  /** Addresses by symbol. */
  readonly symbols: ReadonlyMap<string, number>;
  /** The stack pointer at the start. */
  readonly stackPointer: number;
  /** What malloc is made of. */
  readonly allocator: AllocatorMaking;
  /** Whether malloc's events name the line of the program that called. */
  readonly namesSites: boolean;
}

/** A function that has an address. */
// deno-lint-ignore no-explicit-any -- handlers and exit functions take different arguments
export type AddressedFunction = (...args: any[]) => unknown;

/** What a process has done so far, as performance counters show it. */
export interface Counters {
  /** System calls. */
  readonly calls: number;
  /** Page faults without reading from a disk (getrusage(2)). */
  readonly minorFaults: number;
  /** Page faults that read from a disk. */
  readonly majorFaults: number;
  /** Pages that are in memory. */
  readonly residentPages: number;
  /** Virtual time since boot (virtual_time.ts). */
  readonly nanoseconds: number;
}

/** What the library asks of the runtime. */
export interface RuntimeDoor {
  /** Reads one counter of the process. */
  readCounter(name: keyof Counters): number;
  /** Ends the process with SIGABRT, in the middle of a step; a handler runs first. */
  abort(): never;
}

const WORD_BYTES = 8;
const STACK_ALIGNMENT_BYTES = 16;

/** See the head of this file. */
export class Core {
  /** The error of the last call that failed. */
  errno = 0;
  /** The lowest address of the stack in use; alloca() lowers it, and setting it back frees what was above. */
  stackPointer: number;
  private readonly functions: AddressedFunction[] = [];

  /** The C library of one program in one process. */
  constructor(
    readonly space: UserSpace,
    readonly image: LoadedImage,
    protected readonly door: RuntimeDoor,
  ) {
    this.stackPointer = image.stackPointer;
  }

  /** The address of static data, of `main`, `etext`, `edata` or `end`. */
  symbol(name: string): number {
    const address = this.image.symbols.get(name);
    if (address !== undefined) return address;
    throw new RunStopped("failure", `The program declares no static data called ${name}.`);
  }

  /** What the process has done so far; reading it is no call. */
  counters(): Counters {
    return {
      calls: this.door.readCounter("calls"),
      minorFaults: this.door.readCounter("minorFaults"),
      majorFaults: this.door.readCounter("majorFaults"),
      residentPages: this.door.readCounter("residentPages"),
      nanoseconds: this.door.readCounter("nanoseconds"),
    };
  }

  /** Memory on the stack: the lowest address of `lengthBytes` bytes, aligned to 16. Nothing is touched. */
  alloca(lengthBytes: number): number {
    const lowest = this.stackPointer - lengthBytes;
    this.stackPointer = Math.floor(lowest / STACK_ALIGNMENT_BYTES) * STACK_ALIGNMENT_BYTES;
    return this.stackPointer;
  }

  /** The address of a function; it gets one when it is first asked for. */
  functionAddress(called: AddressedFunction): number {
    const known = this.functions.indexOf(called);
    const index = known >= 0 ? known : this.functions.push(called) - 1;
    return this.image.loadAddress + functionPlace(index);
  }

  /** The function at an address. */
  functionAt(address: number): AddressedFunction | undefined {
    return this.functions.find((_, index) => this.image.loadAddress + functionPlace(index) === address);
  }

  /** Makes a call that does not wait; -1 and errno when it fails. */
  protected call(name: string, args: CallArguments): number {
    return this.checked(this.space.call(name, args));
  }

  /** Makes a call that may wait; -1 and errno when it fails. */
  protected *waitingCall(name: string, args: CallArguments): Task<number> {
    return this.checked(yield callRequest(name, args));
  }

  /** A result as C sees it: -1 and errno for a negated errno. */
  protected checked(result: number): number {
    if (result >= 0 || result < -4095) return result;
    this.errno = -result;
    return -1;
  }

  /** Puts strings on the stack, and the array of pointers to them that execve takes; its address. */
  protected pushStrings(strings: readonly string[]): number {
    const pointers = strings.map((string) => {
      const bytes = new TextEncoder().encode(string + "\0");
      const address = this.alloca(bytes.length);
      this.space.storeBytes(address, bytes);
      return address;
    });
    const table = this.alloca((pointers.length + 1) * WORD_BYTES);
    [...pointers, 0].forEach((pointer, index) => this.space.store64(table + index * WORD_BYTES, pointer));
    return table;
  }
}
