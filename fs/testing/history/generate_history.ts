/**
 * Random histories (operation.ts): few names, so that operations meet; some of every way a path can be wrong.
 */

import { Random } from "../../../kernel/testing/random.ts";
import { printOperation, SLOT_COUNT } from "./operation.ts";

const NAMES = ["a", "b", "c", "d", "e"];
const MODES = [
  "0777",
  "0755",
  "0700",
  "0644",
  "0600",
  "0000",
  "0555",
  "0444",
  "04755",
  "02755",
  "02745",
  "01777",
  "06711",
  "0111",
];
const OWNERS = [0, 1000, 1001, 3000, -1];
const OFFSETS = [0, 1, 100, 4095, 4096, 8192, 12_289];
const COUNTS = [0, 1, 10, 100, 4096, 5000];

/** The lines of the history that a seed stands for. */
export function generateHistory(seed: number, count: number): string[] {
  const draft = new HistoryDraft(new Random(seed));
  return Array.from({ length: count }, () => draft.line());
}

type Words = readonly (string | number)[];

class HistoryDraft {
  constructor(private readonly random: Random) {}

  line(): string {
    const total = CHOICES.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.random.below(total);
    for (const [weight, words] of CHOICES) {
      if (left < weight) return printOperation(words(this));
      left -= weight;
    }
    throw new Error("unreachable");
  }

  below(limit: number): number {
    return this.random.below(limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  slot(): number {
    return this.below(SLOT_COUNT);
  }

  /** The working directory mostly, and a slot else. */
  start(): number {
    return this.random.chance(5, 6) ? -1 : this.slot();
  }

  mode(): string {
    return this.pick(MODES);
  }

  owner(): number {
    return this.pick(OWNERS);
  }

  flags(...among: number[]): number {
    return among.reduce((flags, flag) => this.random.chance(1, 4) ? flags | flag : flags, 0);
  }

  path(): string {
    if (this.random.chance(1, 60)) return this.oddPath();
    const length = this.pick([1, 1, 1, 2, 2, 3]);
    const parts = Array.from({ length }, () => this.component());
    const start = this.random.chance(1, 3) ? "/" : "";
    const inMount = this.random.chance(1, 12) ? "m/" : "";
    const end = this.random.chance(1, 15) ? "/" : "";
    const joint = this.random.chance(1, 40) ? "//" : "/";
    return start + inMount + parts.join(joint) + end;
  }

  private component(): string {
    if (this.random.chance(1, 16)) return "..";
    if (this.random.chance(1, 24)) return ".";
    if (this.random.chance(1, 40)) return "m";
    return this.pick(NAMES);
  }

  private oddPath(): string {
    const name = this.pick(NAMES);
    return this.pick([
      "",
      "/",
      "//",
      ".",
      "..",
      "m",
      "/m",
      "/m/..",
      "n".repeat(255),
      "n".repeat(256),
      `${name}/${"n".repeat(256)}`,
      `${"./".repeat(2047)}a`,
      `${"./".repeat(2048)}a`,
    ]);
  }
}

/** O_* that are tried beside the access mode, with their values. */
function openFlags(draft: HistoryDraft): string {
  const access = draft.pick([0, 1, 2, 2]);
  const creating = draft.pick([0, 0, 0x40, 0x40, 0x40 | 0x80]);
  const other = draft.flags(0x200, 0x400, 0x20000);
  const rare = draft.below(12) === 0
    ? draft.pick([0x10000, 0x200000, 0x40000, 0x410000, 0x200000 | 0x20000])
    : 0;
  return `0x${(access | creating | other | rare).toString(16)}`;
}

const AT_NOFOLLOW = 0x100;
const AT_FOLLOW = 0x400;
const AT_EMPTY = 0x1000;

/** Each operation with how often it comes. */
const CHOICES: readonly (readonly [number, (draft: HistoryDraft) => Words])[] = [
  [4, (d) => ["as", d.pick([0, 0, 1, 1, 2])]],
  [20, (d) => ["open", d.slot(), d.start(), d.path(), openFlags(d), d.mode()]],
  [4, (d) => ["open", d.slot(), d.start(), d.path(), "0x10000", 0]],
  [4, (d) => ["close", d.slot()]],
  [4, (d) => ["read", d.slot(), d.pick(OFFSETS), d.pick(COUNTS)]],
  [5, (d) => ["write", d.slot(), d.pick(OFFSETS), d.pick(COUNTS), d.below(256)]],
  [3, (d) => ["append", d.slot(), d.pick(COUNTS), d.below(256)]],
  [3, (d) => ["lseek", d.slot(), d.pick([0, 1, 4096, 5000, -1, 9000]), d.below(6)]],
  [2, (d) => ["ftruncate", d.slot(), d.pick([0, 1, 4096, 5000, 10_000, -1])]],
  [2, (d) => ["truncate", d.path(), d.pick([0, 1, 4096, 5000, -1])]],
  [1, (d) => ["fallocate", d.slot(), d.pick([0, 1, 3]), d.pick([0, 4096]), d.pick([4096, 8192])]],
  [
    14,
    (
      d,
    ) => [
      "mkdir",
      d.start(),
      d.path(),
      d.pick(["0777", "0777", "0755", "0700", "01777", "02777", "0555", "0000"]),
    ],
  ],
  [
    1,
    (d) => ["mknod", d.start(), d.path(), d.pick(["0100644", "0644", "040755"]), 0],
  ],
  [6, (d) => ["rmdir", d.path()]],
  [8, (d) => ["unlink", d.start(), d.path(), d.pick([0, 0, 0, 0x200, 1])]],
  [6, (d) => ["symlink", d.path(), d.start(), d.path()]],
  [3, (d) => ["readlink", d.start(), d.path(), d.pick([100, 100, 2, 0])]],
  [
    7,
    (
      d,
    ) => [
      "link",
      d.start(),
      d.path(),
      d.start(),
      d.path(),
      d.flags(AT_FOLLOW),
    ],
  ],
  [14, (d) => ["rename", d.start(), d.path(), d.start(), d.path(), d.pick([0, 0, 0, 0, 1, 2, 2, 3, 8])]],
  [8, (d) => ["stat", d.start(), d.path(), d.flags(AT_NOFOLLOW, d.below(6) === 0 ? AT_EMPTY : 0)]],
  [4, (d) => ["fstat", d.slot()]],
  [5, (d) => ["access", d.start(), d.path(), d.pick([0, 1, 2, 4, 6, 7, 8]), d.flags(0x200, AT_NOFOLLOW)]],
  [6, (d) => ["chmod", d.start(), d.path(), d.mode()]],
  [2, (d) => ["fchmod", d.slot(), d.mode()]],
  [5, (d) => ["chown", d.start(), d.path(), d.owner(), d.owner(), d.flags(AT_NOFOLLOW)]],
  [2, (d) => ["fchown", d.slot(), d.owner(), d.owner()]],
  [3, (d) => ["chdir", d.path()]],
  [2, (d) => ["fchdir", d.slot()]],
  [2, (d) => ["getcwd", d.pick([100, 100, 2])]],
  [1, (d) => ["umask", d.pick(["0", "022", "077"])]],
  [3, (d) => ["list", d.slot()]],
  [1, (d) => ["statfs", d.path()]],
  [1, (d) => ["utimes", d.start(), d.path(), d.pick([-1, -2, 5]), d.pick([-1, -2, 5]), d.flags(AT_NOFOLLOW)]],
];
