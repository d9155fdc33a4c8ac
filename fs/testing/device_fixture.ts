/**
 * A small machine with a device, for tests of drivers.
 */

import { FILE_CHARACTER, FS_DEVTMPFS } from "@palimpsest/kernel";
import type { FileFixture } from "../../kernel/testing/file_fixture.ts";
import { fsFixture } from "./fs_fixture.ts";

/** Opens a device by its number at the lowest free descriptor. */
export function openDevice(fixture: FileFixture, device: number, name = "/dev/x", flags?: number): number {
  const fd = fixture.openFile({
    fileKind: FILE_CHARACTER,
    fileSystem: FS_DEVTMPFS,
    mode: 0o666,
    name,
    ...(flags === undefined ? {} : { flags }),
  });
  const inode = fixture.inodeOf(fd).id;
  fixture.setup([{ kind: "inodeAttributes", inode, uid: 0, gid: 0, device }]);
  return fd;
}

/** A machine with one device, open as descriptor 0, and its calls. */
export function givenDevice(device: number, name = "/dev/x") {
  const fixture = fsFixture();
  const fd = openDevice(fixture, device, name);
  const call = (what: string, args: Record<string, number> = {}) => fixture.call(what, { fd, ...args });
  return { fixture, fd, call };
}
