/**
 * null, zero and full (drivers/char/mem.c).
 *
 *              read            write            mmap
 *     null     0: the end      takes all        ENODEV
 *     zero     zeros           takes all        private: anonymous memory; shared: shared memory
 *     full     zeros           ENOSPC           ENODEV
 *
 *   MD1  What is thrown away is not looked at: null and zero take a buffer that is no memory.
 */

import {
  EFAULT,
  ENOSPC,
  type FileOperations,
  fromValue,
  type Sink,
  type Transaction,
  VM,
} from "@palimpsest/kernel";

/** /dev/null. */
export const nullDevice: FileOperations = { read: () => 0, write: (_tx, _file, lengthBytes) => lengthBytes };

/** /dev/zero. */
export const zeroDevice: FileOperations = {
  read: (tx, _file, lengthBytes, sink) => readZeros(tx, lengthBytes, sink),
  write: (_tx, _file, lengthBytes) => lengthBytes,
  map: (_tx, _file, { flags }) => flags | VM.ANON_FILE,
};

/** /dev/full. */
export const fullDevice: FileOperations = {
  read: (tx, _file, lengthBytes, sink) => readZeros(tx, lengthBytes, sink),
  write: () => -ENOSPC,
};

function readZeros(tx: Transaction, lengthBytes: number, sink: Sink): number {
  const count = sink(0, lengthBytes, fromValue(tx, 0));
  return count > 0 || lengthBytes === 0 ? count : -EFAULT;
}
