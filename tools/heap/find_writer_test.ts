/** Tests of finding who wrote some bytes. */
import { assertEquals } from "@std/assert";
import { LogWriter } from "@palimpsest/kernel";
import { boot, defineProgram, PROGRAM_MACHINE, runProgramOn } from "@palimpsest/libc";
import { LogFile } from "../log_file/log_file.ts";
import { LogView } from "../log_file/log_view.ts";
import { findWriter } from "./find_writer.ts";

/** A program that stores 1, 2 and 3 with calls between, the last in a child. */
const writer = defineProgram("writer", {
  about: "stores into one int",
  *main(c) {
    const place = c.mmap(c.NULL, 4096, c.PROT_READ | c.PROT_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    c.storeInt(place, 1);
    c.getppid();
    c.storeInt(place, 2);
    c.getppid();
    if ((yield* c.fork()) === 0) {
      c.storeInt(place, 3);
      return 0;
    }
    yield* c.wait();
  },
});

async function withLog(look: (view: LogView) => void) {
  const path = await Deno.makeTempFile();
  try {
    const file = new LogFile(path);
    const log = new LogWriter(file.append);
    log.header(new TextEncoder().encode(JSON.stringify(PROGRAM_MACHINE)));
    runProgramOn(boot(PROGRAM_MACHINE, log), writer);
    log.close();
    file.close();
    look(LogView.open(path));
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("the event is found that wrote what stands there at the end, in a child or before its fork", async () => {
  await withLog((view) => {
    const events = [...view.events()];
    const mapped = events.findLast(({ event }) => event.kind === "mmap")!;
    const address = mapped.event.result as number;
    const fork = events.find(({ event }) => event.kind === "fork")!.number;
    const stores = events.filter(({ number, event }) => event.kind === "store" && number > mapped.number);
    const lineage = [{ process: 101, from: fork }, { process: 100, from: 0 }];
    const find = (to: number) => findWriter(view, { lineage, address, from: mapped.number, to });
    const childStore = stores.find(({ event }) => event.process === 101)!.number;
    assertEquals([find(fork - 1), find(fork), find(childStore)], [
      stores[1].number,
      stores[1].number,
      childStore,
    ]);
    assertEquals(findWriter(view, { lineage, address, from: stores[1].number, to: fork }), undefined);
  });
});
