/** Tests of the process that works on a disk while a model watches. */
import { assertEquals } from "@std/assert";
import { Random } from "@palimpsest/kernel";
import { DiskActor } from "./disk_actor.ts";

Deno.test("every kind of operation is watched, and nothing is found that cannot be", () => {
  const actor = new DiskActor(new Random(1), 1);
  const file = actor.open("a");
  actor.write(file, 0, 9000);
  actor.store(file, 100, 200);
  actor.sync(file, true);
  actor.punch(file, 4000, 300);
  actor.syncMapping(file);
  actor.write(file, 50, 20);
  actor.writeBack(file);
  actor.commit();
  actor.truncate(file, 5000);
  actor.link("a", "b");
  actor.rename("b", "c");
  actor.syncDirectory();
  actor.unlink("a");
  actor.sync(file);
  actor.close(file);
  const synced = actor.open("d", { isSync: true });
  actor.write(synced, 0, 100, true);
  actor.open("c", { truncate: true });
  actor.syncAll();
  assertEquals([actor.names.sort(), actor.openFiles.length, actor.sizeOf(file)], [["c", "d"], 2, 0]);
  const { cuts, failures } = actor.result;
  assertEquals([failures, cuts > 50], [[], true]);
});

Deno.test("after every event the power is cut once for each seed", () => {
  const cutsWith = (lucky: number) => {
    const actor = new DiskActor(new Random(1), lucky);
    actor.sync(actor.open("a"));
    return actor.result.cuts;
  };
  assertEquals([cutsWith(0), cutsWith(3)], [3, 12]);
});
