/**
 * What the mix is made of: its actions, how often each is taken, and what it does.
 *
 * Besides, memory is given back as it fills: every 128 pages that a worker takes, madvise(MADV_DONTNEED) discards about as
 * many. So the state stops growing at some 130,000 pages (512 MiB), and every page that comes also goes.
 */

/** The actions, each with its share of 1000. */
export const MIX_SHARES = {
  anonymousWrite: { share: 290, does: "a page that was never there is written: a fault" },
  anonymousRead: { share: 60, does: "such a page is read: a fault on the zero page" },
  zeroWrite: { share: 40, does: "a page of zeros that was read is written: a fault" },
  fileRead: { share: 60, does: "a page of a file mapping is read: a fault, with fault-around" },
  fileCopy: { share: 30, does: "a page of a private file mapping is written: a fault" },
  fileShared: { share: 20, does: "a page of a shared file mapping is read, then written: faults" },
  forkStep: {
    share: 130,
    does:
      "fork; copies on write in child and parent; exit, wait; then the parent takes its pages over: faults, calls",
  },
  store: { share: 160, does: "a word is stored; at times 64 bytes of text, or a fill of 256 to 4096" },
  probe: { share: 150, does: "malloc or free" },
  mapping: { share: 12, does: "mmap or munmap of 4 to 64 pages" },
  protection: { share: 14, does: "mprotect of 8 pages, there and back" },
  programBreak: { share: 14, does: "brk, up and down" },
  failedCall: { share: 20, does: "a call that Linux refuses" },
} as const;

/** An action of the mix. */
export type MixAction = keyof typeof MIX_SHARES;

/** The actions, each as often as its share says: a random element is a random action. */
export function actionTable(): readonly MixAction[] {
  return Object.entries(MIX_SHARES).flatMap(([action, { share }]) => new Array(share).fill(action));
}
