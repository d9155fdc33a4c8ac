/**
 * What stands in /dev before the first process runs.
 *
 *     null zero full random urandom     may be used by everybody
 *     fb0                               by the superuser and its group
 *     fd stdin stdout stderr            links into /proc/self/fd
 */

import { FILE_CHARACTER, FILE_SYMLINK, type Transaction } from "@palimpsest/kernel";
import { addName, makeInode } from "../names/name_changes.ts";
import { DEVICE } from "./device_numbers.ts";

const ROOT_SUBJECT = { uid: 0, gid: 0, groups: [] };
const EVERYBODY = 0o666;
const OWNER_AND_GROUP = 0o660;
const LINK_MODE = 0o777;

const DEVICES: readonly (readonly [name: string, device: number, mode: number])[] = [
  ["null", DEVICE.NULL, EVERYBODY],
  ["zero", DEVICE.ZERO, EVERYBODY],
  ["full", DEVICE.FULL, EVERYBODY],
  ["random", DEVICE.RANDOM, EVERYBODY],
  ["urandom", DEVICE.URANDOM, EVERYBODY],
  ["fb0", DEVICE.FRAME_BUFFER, OWNER_AND_GROUP],
];
const LINKS: readonly (readonly [name: string, target: string])[] = [
  ["fd", "/proc/self/fd"],
  ["stdin", "/proc/self/fd/0"],
  ["stdout", "/proc/self/fd/1"],
  ["stderr", "/proc/self/fd/2"],
];

/** Makes the devices and links in a directory, in the open event. */
export function furnishDevices(tx: Transaction, directory: number): void {
  const subject = ROOT_SUBJECT;
  for (const [name, device, mode] of DEVICES) {
    const inode = makeInode(tx, directory, name, { fileKind: FILE_CHARACTER, mode, subject, device });
    addName(tx, directory, name, inode);
  }
  for (const [name, target] of LINKS) {
    const inode = makeInode(tx, directory, name, {
      fileKind: FILE_SYMLINK,
      mode: LINK_MODE,
      subject,
      target,
    });
    addName(tx, directory, name, inode);
  }
}
