/**
 * The programs of a machine: their files, and which program a file is.
 */

import {
  LOAD_ADDRESS,
  type Machine,
  placeProgram,
  type StartArguments,
  startStack,
  type Transaction,
} from "@palimpsest/kernel";
import { inodeAt, installFile } from "@palimpsest/fs";
import type { LoadedImage } from "../calls/core.ts";
import type { ProgramStart } from "./program_process.ts";
import { type Program, programPath } from "./program.ts";
import { type ProgramFile, programFile } from "./program_file.ts";
import { RunStopped } from "./stops.ts";

const PROGRAM_MODE = 0o755;

/** A program and its file. */
interface InstalledProgram {
  readonly program: Program;
  readonly file: ProgramFile;
}

/** See the head of this file. */
export class InstalledPrograms {
  private readonly byInode = new Map<number, InstalledProgram>();

  /** No files yet; `available` programs get theirs when they are first executed. */
  constructor(
    private readonly linking: Pick<LoadedImage, "allocator" | "namesSites">,
    private readonly available: readonly Program[] = [],
  ) {}

  /** Makes the files of programs. */
  install(tx: Transaction, programs: readonly Program[]): void {
    for (const program of programs) {
      const file = programFile(program, this.linking.allocator);
      const inode = installFile(tx, { path: programPath(program), mode: PROGRAM_MODE, bytes: file.bytes });
      this.byInode.set(inode, { program, file });
    }
  }

  /** Makes the file of an available program that is about to be executed, in an event of its own. */
  provide(machine: Machine, path: string): void {
    const program = this.available.find((each) => programPath(each) === path);
    if (program === undefined || inodeAt(machine, path) !== undefined) return;
    machine.run({ kind: "setup", process: 0, what: path }, (tx) => {
      this.install(tx, [program]);
      return {};
    });
  }

  /** How the program that process `pid` has just executed starts. */
  startOf(machine: Machine, pid: number, start: StartArguments): ProgramStart {
    const installed = this.byInode.get(inodeAt(machine, start.path) ?? 0);
    if (installed === undefined) {
      throw new RunStopped(
        "failure",
        `${start.path} is no program of this machine: only those in /bin can run.`,
      );
    }
    const { program, file } = installed;
    const { topPage } = machine.state.spaceOf(pid).layout;
    const argv = start.argv.length > 0 ? start.argv : [""];
    const { stackPointer } = startStack(placeProgram(file.elf), { ...start, argv }, topPage);
    const symbols = new Map([...file.symbols].map(([name, place]) => [name, place + LOAD_ADDRESS]));
    return {
      program,
      image: { loadAddress: LOAD_ADDRESS, symbols, stackPointer, ...this.linking },
    };
  }
}
