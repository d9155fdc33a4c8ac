/**
 * Stand-in for the parts of `@std/path` that the project uses, with the same names and signatures, over the
 * runtime's `node:path` and `node:url`.
 *
 * @module
 */
import { fileURLToPath, pathToFileURL } from "node:url";

export { basename, dirname, extname, isAbsolute, join, normalize, relative, resolve } from "node:path";

/** The path that a `file:` address names. Throws a TypeError when the address has another protocol. */
export function fromFileUrl(url: string | URL): string {
  return fileURLToPath(url);
}

/** The `file:` address of an absolute path. */
export function toFileUrl(path: string): URL {
  return pathToFileURL(path);
}
