/**
 * What the mix is made of: its actions and how often each is taken.
 *
 *     of 1000 actions
 *     290  anonymousWrite     a page that was never there is written                     fault
 *      60  anonymousRead      …, is read: the zero page                                  fault
 *      40  zeroWrite          a page of zeros that was read is written                   fault
 *      60  fileRead           a page of a file mapping is read, with fault-around        fault
 *      30  fileCopy           a page of a private file mapping is written                fault
 *      20  fileShared         a page of a shared file mapping is read, then written      faults
 *     130  forkStep           fork, copies on write in child and parent, exit, wait,
 *                             then the parent takes its pages over                       faults, calls
 *     160  store              a word; at times 64 bytes of text, or a fill of 256 to 4096  store
 *     150  probe              malloc or free                                             probe
 *      12  mapping            mmap or munmap of 4 to 64 pages                            call
 *      14  protection         mprotect of 8 pages, there and back                        call
 *      14  programBreak       brk, up and down                                           call
 *      20  failedCall         a call that Linux refuses                                  call
 *
 * Besides, memory is given back as it fills: every 128 pages that a worker takes, madvise(MADV_DONTNEED) discards about as
 * many. So the state stops growing at some 130,000 pages (512 MiB), and every page that comes also goes.
 */

/** The actions, each with its share of 1000. */
export const MIX_SHARES = {
  anonymousWrite: 290,
  anonymousRead: 60,
  zeroWrite: 40,
  fileRead: 60,
  fileCopy: 30,
  fileShared: 20,
  forkStep: 130,
  store: 160,
  probe: 150,
  mapping: 12,
  protection: 14,
  programBreak: 14,
  failedCall: 20,
} as const;

/** An action of the mix. */
export type MixAction = keyof typeof MIX_SHARES;

/** The actions, each as often as its share says: a random element is a random action. */
export function actionTable(): readonly MixAction[] {
  return Object.entries(MIX_SHARES).flatMap(([action, share]) => new Array(share).fill(action));
}
