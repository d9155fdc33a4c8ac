/**
 * Error numbers (errno(3), include/uapi/asm-generic/errno-base.h): a call's failure is the negated number.
 */

/** Every errno the machine returns, by its name. */
export const ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  E2BIG: 7,
  ENOEXEC: 8,
  EBADF: 9,
  ECHILD: 10,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  ENOTBLK: 15,
  EBUSY: 16,
  EEXIST: 17,
  EXDEV: 18,
  ENODEV: 19,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOTTY: 25,
  ETXTBSY: 26,
  EFBIG: 27,
  ENOSPC: 28,
  ESPIPE: 29,
  EROFS: 30,
  EMLINK: 31,
  EPIPE: 32,
  EDOM: 33,
  ERANGE: 34,
  EDEADLK: 35,
  ENAMETOOLONG: 36,
  ENOLCK: 37,
  ENOSYS: 38,
  ENOTEMPTY: 39,
  ELOOP: 40,
  EOVERFLOW: 75,
  EUSERS: 87,
  ENOTSOCK: 88,
  EOPNOTSUPP: 95,
  ETIMEDOUT: 110,
} as const;

/** The name of an errno, such as "ENOMEM". */
export type ErrnoName = keyof typeof ERRNO;

/** Operation not permitted. */
export const EPERM: number = ERRNO.EPERM;
/** No such file or directory. */
export const ENOENT: number = ERRNO.ENOENT;
/** No such process. */
export const ESRCH: number = ERRNO.ESRCH;
/** Interrupted system call. */
export const EINTR: number = ERRNO.EINTR;
/** Input/output error. */
export const EIO: number = ERRNO.EIO;
/** No such device or address. */
export const ENXIO: number = ERRNO.ENXIO;
/** Bad file descriptor. */
export const EBADF: number = ERRNO.EBADF;
/** No child processes. */
export const ECHILD: number = ERRNO.ECHILD;
/** Resource temporarily unavailable. */
export const EAGAIN: number = ERRNO.EAGAIN;
/** Cannot allocate memory. */
export const ENOMEM: number = ERRNO.ENOMEM;
/** Permission denied. */
export const EACCES: number = ERRNO.EACCES;
/** Bad address. */
export const EFAULT: number = ERRNO.EFAULT;
/** Device or resource busy. */
export const EBUSY: number = ERRNO.EBUSY;
/** File exists. */
export const EEXIST: number = ERRNO.EEXIST;
/** No such device. */
export const ENODEV: number = ERRNO.ENODEV;
/** Not a directory. */
export const ENOTDIR: number = ERRNO.ENOTDIR;
/** Is a directory. */
export const EISDIR: number = ERRNO.EISDIR;
/** Invalid argument. */
export const EINVAL: number = ERRNO.EINVAL;
/** Too many open files. */
export const EMFILE: number = ERRNO.EMFILE;
/** File too large. */
export const EFBIG: number = ERRNO.EFBIG;
/** No space left on device. */
export const ENOSPC: number = ERRNO.ENOSPC;
/** Illegal seek. */
export const ESPIPE: number = ERRNO.ESPIPE;
/** Broken pipe. */
export const EPIPE: number = ERRNO.EPIPE;
/** Numerical result out of range. */
export const ERANGE: number = ERRNO.ERANGE;
/** File name too long. */
export const ENAMETOOLONG: number = ERRNO.ENAMETOOLONG;
/** Function not implemented. */
export const ENOSYS: number = ERRNO.ENOSYS;
/** Directory not empty. */
export const ENOTEMPTY: number = ERRNO.ENOTEMPTY;
/** Too many levels of symbolic links. */
export const ELOOP: number = ERRNO.ELOOP;
/** Value too large for defined data type. */
export const EOVERFLOW: number = ERRNO.EOVERFLOW;
/** Operation not supported. */
export const EOPNOTSUPP: number = ERRNO.EOPNOTSUPP;
/** Text file busy. */
export const ETXTBSY: number = ERRNO.ETXTBSY;
/** Invalid cross-device link. */
export const EXDEV: number = ERRNO.EXDEV;
/** Too many links. */
export const EMLINK: number = ERRNO.EMLINK;
/** Exec format error. */
export const ENOEXEC: number = ERRNO.ENOEXEC;
/** Argument list too long. */
export const E2BIG: number = ERRNO.E2BIG;

const NAMES = new Map<number, ErrnoName>(
  Object.entries(ERRNO).map(([name, number]) => [number, name as ErrnoName]),
);

/** The name of error `number` (positive), or "E<number>" when the machine never returns it. */
export function errnoName(number: number): string {
  return NAMES.get(number) ?? `E${number}`;
}

/** The number of the error called `name`; undefined when the name is not one of ours. */
export function errnoNumber(name: string): number | undefined {
  return (ERRNO as Record<string, number>)[name];
}

const MESSAGES: Record<number, string> = {
  1: "Operation not permitted",
  2: "No such file or directory",
  3: "No such process",
  4: "Interrupted system call",
  5: "Input/output error",
  6: "No such device or address",
  7: "Argument list too long",
  8: "Exec format error",
  9: "Bad file descriptor",
  10: "No child processes",
  11: "Resource temporarily unavailable",
  12: "Cannot allocate memory",
  13: "Permission denied",
  14: "Bad address",
  15: "Block device required",
  16: "Device or resource busy",
  17: "File exists",
  18: "Invalid cross-device link",
  19: "No such device",
  20: "Not a directory",
  21: "Is a directory",
  22: "Invalid argument",
  23: "Too many open files in system",
  24: "Too many open files",
  25: "Inappropriate ioctl for device",
  26: "Text file busy",
  27: "File too large",
  28: "No space left on device",
  29: "Illegal seek",
  30: "Read-only file system",
  31: "Too many links",
  32: "Broken pipe",
  33: "Numerical argument out of domain",
  34: "Numerical result out of range",
  35: "Resource deadlock avoided",
  36: "File name too long",
  37: "No locks available",
  38: "Function not implemented",
  39: "Directory not empty",
  40: "Too many levels of symbolic links",
  75: "Value too large for defined data type",
  87: "Too many users",
  88: "Socket operation on non-socket",
  95: "Operation not supported",
  110: "Connection timed out",
};

/** What strerror(3) says of error `number` (positive). */
export function errnoMessage(number: number): string {
  return MESSAGES[number] ?? `Unknown error ${number}`;
}
