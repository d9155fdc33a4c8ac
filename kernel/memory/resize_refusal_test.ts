/** Tests of whether a file may get another size. */
import { assertEquals } from "@std/assert";
import { EFBIG, EPERM } from "../errno.ts";
import { RLIMIT } from "../state/process.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import { resizeRefusal } from "./resize_refusal.ts";
import { SEAL } from "./seals.ts";

function givenFile(sizeBytes: number) {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes });
  const ask = (size: number) => fixture.during((tx) => resizeRefusal(tx, fixture.inodeOf(fd), size));
  return { fixture, fd, ask };
}

Deno.test("growth beyond the limit is EFBIG, with SIGXFSZ where signals are raised; a file that is larger may shrink", () => {
  const { fixture, ask } = givenFile(200);
  fixture.setup([{ kind: "limitSet", process: 1, resource: RLIMIT.FSIZE, soft: 100, hard: 100 }]);
  assertEquals([ask(201), ask(150), ask(0)], [-EFBIG, 0, 0]);
  assertEquals(fixture.eventKinds.includes("signal"), false);
  fixture.machine.raisesSignals = true;
  assertEquals([ask(201), fixture.eventKinds.at(-1)], [-EFBIG, "signal"]);
});

Deno.test("seals are asked last", () => {
  const { fixture, fd, ask } = givenFile(200);
  fixture.setup([{ kind: "inodeSeals", inode: fixture.inodeOf(fd).id, seals: SEAL.SHRINK | SEAL.GROW }]);
  assertEquals([ask(100), ask(300), ask(200), ask(2 ** 64)], [-EPERM, -EPERM, 0, -EFBIG]);
});
