/** Tests of seals: given(a file that may be sealed).when(something is done with it).then(it happens, or EPERM), as Linux 6.18 answers. */
import { assertEquals } from "@std/assert";
import { EBUSY, EINVAL, EPERM } from "../errno.ts";
import { FS_EXT4 } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";
import { MADV, MAP, PROT } from "./mmap_flags.ts";
import { SEAL } from "./seals.ts";

const ADD_SEALS = 1033;
const GET_SEALS = 1034;

/** A file of three pages with these seals, at descriptor 0. */
function givenSealed(seals: number, sizeBytes = 3 * 4096) {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ sizeBytes, mode: 0o777 });
  fixture.setup([{ kind: "inodeSeals", inode: fixture.inodeOf(fd).id, seals }]);
  const call = (name: string, args: Record<string, number>) => fixture.call(name, { fd, ...args });
  const write = (position: number, lengthBytes: number) =>
    fixture.write(fd, countingBytes(lengthBytes), position);
  const map = (prot: number, flags: number = MAP.SHARED) => call("mmap", { lengthBytes: 4096, prot, flags });
  const add = (argument: number) => call("fcntl", { command: ADD_SEALS, argument });
  const get = () => call("fcntl", { command: GET_SEALS });
  return { fixture, call, write, map, add, get };
}

Deno.test("seals add up until F_SEAL_SEAL", () => {
  const { add, get } = givenSealed(0);
  assertEquals([get(), add(SEAL.SHRINK), add(SEAL.GROW), get()], [0, 0, 0, 6]);
  assertEquals([add(0x100), add(SEAL.SEAL), add(SEAL.SEAL), get()], [-EINVAL, 0, -EPERM, 7]);
});

Deno.test("a file that was not made for it is sealed against seals, one of a disk knows none", () => {
  const fixture = new FileFixture();
  const files = [
    fixture.openFile(),
    fixture.openFile({ fileSystem: FS_EXT4 }),
    fixture.openFile({ flags: OPEN.RDONLY }),
  ];
  assertEquals(files.map((fd) => fixture.call("fcntl", { fd, command: GET_SEALS })), [1, -EINVAL, 1]);
  assertEquals(files.map((fd) => fixture.call("fcntl", { fd, command: ADD_SEALS, argument: 2 })), [
    -EPERM,
    -EINVAL,
    -EPERM,
  ]);
});

Deno.test("SHRINK and GROW keep the size; a write ends before the page that would grow the file", () => {
  const { call, write } = givenSealed(SEAL.SHRINK | SEAL.GROW);
  assertEquals([call("ftruncate", { lengthBytes: 4096 }), call("ftruncate", { lengthBytes: 16384 })], [
    -EPERM,
    -EPERM,
  ]);
  assertEquals([call("ftruncate", { lengthBytes: 12288 }), write(8192, 8192), write(12288, 10)], [
    0,
    4096,
    -EPERM,
  ]);
  const { write: writeUneven } = givenSealed(SEAL.GROW, 4200);
  assertEquals([writeUneven(0, 5000), writeUneven(4096, 200), writeUneven(4096, 104)], [4096, -EPERM, 104]);
});

Deno.test("WRITE needs that nobody may store; then nothing writes, and mappings are private or read-only for ever", () => {
  const { call, add, write, map, fixture } = givenSealed(0);
  const address = map(PROT.READ | PROT.WRITE);
  assertEquals([add(SEAL.WRITE), add(SEAL.FUTURE_WRITE), write(0, 10)], [-EBUSY, 0, -EPERM]);
  assertEquals(map(PROT.READ | PROT.WRITE), -EPERM);
  const readOnly = map(PROT.READ);
  assertEquals(fixture.call("mprotect", { address: readOnly, lengthBytes: 4096, prot: 3 }), -13);
  fixture.call("munmap", { address, lengthBytes: 4096 });
  assertEquals([add(SEAL.WRITE), write(0, 10), map(3), map(3, MAP.PRIVATE) > 0, map(1) > 0], [
    0,
    -EPERM,
    -EPERM,
    true,
    true,
  ]);
  assertEquals(call("ftruncate", { lengthBytes: 100 }), 0);
});

Deno.test("a read-only shared mapping that may become writable keeps WRITE off too, a private one does not", () => {
  const { add, map } = givenSealed(0);
  map(PROT.READ | PROT.WRITE, MAP.PRIVATE);
  assertEquals(add(SEAL.WRITE), 0);
  const other = givenSealed(0);
  other.map(PROT.READ);
  assertEquals(other.add(SEAL.WRITE), -EBUSY);
});

Deno.test("FUTURE_WRITE lets a mapping that is there store, but not make holes", () => {
  const { add, map, fixture } = givenSealed(0);
  const address = map(PROT.READ | PROT.WRITE);
  assertEquals(add(SEAL.FUTURE_WRITE), 0);
  assertEquals(fixture.call("madvise", { address, lengthBytes: 4096, advice: MADV.REMOVE }), -EPERM);
});

Deno.test("EXEC of an executable file brings all the others", () => {
  const { add, get } = givenSealed(0);
  assertEquals([add(SEAL.EXEC), get()], [0, 0x3e]);
});
