/**
 * Character devices: which driver answers, by the device's number (fs/char_dev.c: chrdev_open).
 */

import {
  ENODEV,
  ENXIO,
  type FileOperations,
  type Inode,
  type OpenFile,
  type Transaction,
} from "@palimpsest/kernel";
import { DEVICE } from "./device_numbers.ts";
import { frameBuffer } from "./frame_buffer.ts";
import { fullDevice, nullDevice, zeroDevice } from "./memory_devices.ts";
import { randomDevice } from "./random_device.ts";

const DRIVERS: Readonly<Record<number, FileOperations>> = {
  [DEVICE.NULL]: nullDevice,
  [DEVICE.ZERO]: zeroDevice,
  [DEVICE.FULL]: fullDevice,
  [DEVICE.RANDOM]: randomDevice,
  [DEVICE.URANDOM]: randomDevice,
  [DEVICE.FRAME_BUFFER]: frameBuffer,
};

/** What reading, writing, seeking and mapping a device does. A device that does not exist cannot be opened (ENXIO). */
export const characterOperations: FileOperations = {
  read: (tx, file, lengthBytes, sink, position) =>
    driverOf(tx, file)?.read(tx, file, lengthBytes, sink, position) ?? -ENXIO,
  write: (tx, file, lengthBytes, source, position) =>
    driverOf(tx, file)?.write(tx, file, lengthBytes, source, position) ?? -ENXIO,
  seek: (tx, file, offset, whence) => driverOf(tx, file)?.seek?.(tx, file, offset, whence) ?? 0,
  map: (tx, file, wanted) => driverOf(tx, file)?.map?.(tx, file, wanted) ?? -ENODEV,
  open: (_tx, inode) => driverOfInode(inode) === undefined ? -ENXIO : 0,
};

function driverOf(tx: Transaction, file: OpenFile): FileOperations | undefined {
  return driverOfInode(tx.state.inode(file.inode));
}

function driverOfInode({ attributes }: Inode): FileOperations | undefined {
  return DRIVERS[attributes?.device ?? 0];
}
