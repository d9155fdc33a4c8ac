/** Pages pushed out on advice (MADV_PAGEOUT), and everything that can meet them while they are out. Swap must be on. */
import { type Draft, hex, pageBytes } from "./draft.ts";
import { range } from "./lengths.ts";
import { dumpAll } from "./process_actions.ts";

/** madvise(PAGEOUT), now and then with the advice that changes what it finds. */
export function pageOut(draft: Draft): void {
  const { target, lengthText } = range(draft);
  const advice = draft.weighted([["PAGEOUT", 80], ["COLD", 6], ["FREE", 7], ["DONTNEED", 7]]);
  draft.emit(`madvise ${target.text} ${lengthText} ${advice}`);
}

/** A region that is written and pushed out, and then what can happen to pages that are out, one after another. */
export function tellSwap(draft: Draft): void {
  const { random } = draft;
  const { name, pageCount } = drawRegion(draft);
  const length = hex(pageCount * pageBytes);
  const page = () => `${name}+${hex(random.below(pageCount) * pageBytes)}`;
  draft.emit(`touch ${draft.weighted([["w", 80], ["r", 20]])} ${name} n=${random.between(1, pageCount)}`);
  draft.emit(`store8 ${page()} ${hex(random.next())}`);
  draft.emit(`madvise ${name} ${length} PAGEOUT`);
  for (let step = random.between(2, 7); step > 0; step--) {
    draft.emit(draft.weighted([
      [`touch r ${page()}`, 16],
      [`touch w ${page()}`, 16],
      [`load8 ${page()}`, 12],
      [`add8 ${page()} 1`, 5],
      [`touch r ${name} n=${pageCount}`, 6],
      [`touch w ${name} n=${pageCount}`, 6],
      [`read ${page()} 0x1800`, 4],
      [`fill ${page()} 0x1000 ${random.between(1, 254)}`, 3],
      [`mprotect ${page()} 0x1000 ${random.pick(["r", "none", "rw"])}`, 8],
      [`madvise ${page()} 0x1000 ${random.pick(["DONTNEED", "FREE", "PAGEOUT", "WILLNEED", "COLD"])}`, 10],
      [`madvise ${page()} ${length} ${random.pick(["POPULATE_READ", "POPULATE_WRITE", "PAGEOUT"])}`, 6],
      [`munmap ${page()} 0x1000`, 3],
      [`mlock ${page()} 0x2000${random.pick(["", " onfault"])}`, 3],
      [`mincore ${name} ${length}`, 4],
      ["dump", 6],
    ]));
  }
  draft.emit("dump");
}

/** Pages that are out when a process forks: whose are they when they come back? */
export function tellSwapFamily(draft: Draft): void {
  const { random } = draft;
  const { name, pageCount } = drawRegion(draft);
  draft.emit(`touch w ${name} n=${pageCount}`);
  const parent = draft.actor;
  const pushOut = () =>
    draft.emit(`madvise ${name} ${hex(pageCount * pageBytes)} PAGEOUT`, random.pick(draft.processes));
  if (draft.percent(70)) pushOut();
  const child = draft.fork(parent, draft.tendencies.processesMax + 1);
  if (child === undefined) return;
  draft.emit(`fork ${child.name}`, parent);
  for (let step = random.between(3, 8); step > 0; step--) {
    const page = `${name}+${hex(random.below(pageCount) * pageBytes)}`;
    if (draft.percent(25)) pushOut();
    else {
      draft.emit(
        draft.weighted([
          [`touch r ${page}`, 25],
          [`touch w ${page}`, 25],
          [`store8 ${page} ${hex(random.below(1000))}`, 15],
          [`load8 ${page}`, 15],
          [`madvise ${page} 0x1000 DONTNEED`, 6],
          [`munmap ${page} 0x1000`, 4],
          [`mprotect ${page} 0x1000 ${random.pick(["r", "rw"])}`, 5],
        ]),
        random.pick([parent, child]),
      );
    }
  }
  if (child.name !== "p0" && draft.percent(40)) {
    draft.emit("exit 0", child);
    draft.end(child);
    draft.emit(`touch ${random.pick(["r", "w"])} ${name} n=${pageCount}`, parent);
  }
  dumpAll(draft);
}

/** Pages that are out when their mapping moves, grows or is cut. */
export function tellSwapMove(draft: Draft): void {
  const { random } = draft;
  const { name, pageCount } = drawRegion(draft);
  draft.emit(`touch w ${name} n=${pageCount}`);
  draft.emit(`store8 ${name} ${hex(random.next())}`);
  draft.emit(`madvise ${name} ${hex(pageCount * pageBytes)} PAGEOUT`);
  if (draft.percent(40)) draft.emit(`touch ${random.pick(["r", "w"])} ${name}+0x1000`);
  const moved = draft.newName("s");
  const newPages = pageCount + random.between(-1, 4);
  const flags = random.pick(["maymove", "maymove", "none", "maymove,dontunmap"]);
  const newLength = flags.endsWith("dontunmap") ? pageCount : newPages;
  draft.emit(
    `${moved} = mremap ${name} ${hex(pageCount * pageBytes)} ${hex(newLength * pageBytes)} ${flags}`,
  );
  draft.emit(`load8 ${moved}`);
  draft.emit(`touch ${random.pick(["r", "w"])} ${moved} n=${newLength}`);
  draft.emit(`madvise ${moved} ${hex(newLength * pageBytes)} PAGEOUT`);
  draft.emit("dump");
  draft.addRegion({ name: moved, space: moved, page: 0, pageCount: newLength });
}

/** A region of memory that can be pushed out: mostly private and anonymous, else shared, or of a file on tmpfs. */
function drawRegion(draft: Draft): { name: string; pageCount: number } {
  const { random } = draft;
  const pageCount = random.between(2, 9);
  const kind = draft.weighted([["private,anon", 55], ["shared,anon", 20], ["private", 13], ["shared", 12]]);
  let file = "";
  if (!kind.endsWith("anon")) {
    const descriptor = draft.newName("f");
    draft.emit(`${descriptor} = open t:${descriptor} rdwr,creat`);
    draft.emit(`pwrite ${descriptor} 0 seq:${random.below(256)}:${pageCount * pageBytes}`);
    draft.actor.files.push({ descriptor, file: `t:${descriptor}`, access: "rdwr" });
    draft.fileNames.push(`t:${descriptor}`);
    file = ` fd=${descriptor}`;
  }
  const name = draft.newName("s");
  draft.emit(`${name} = mmap len=${hex(pageCount * pageBytes)} prot=rw flags=${kind}${file}`);
  draft.addRegion({ name, space: name, page: 0, pageCount });
  return { name, pageCount };
}
