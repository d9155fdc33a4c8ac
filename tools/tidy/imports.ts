/**
 * Who may import whom.
 *
 *     tools ──▶ docs ──▶ libc ──▶ fs ──▶ kernel
 *
 * IM1. A package imports only packages to its right, and those only through their face: `@palimpsest/kernel`
 *      or `../kernel/mod.ts`. Inside a package files import each other directly.
 * IM2. Sources of kernel, fs and libc import nothing else. What is made for tests (`x_test.ts`, `x_bench.ts`,
 *      files in a `testing/` folder) may import `@std/…` and packages of npm as well.
 * IM3. Helpers for tests are no part of a face: tests import them from a lower package's `testing/` folder, and any
 *      test from `tools/testing/`. So does all of tools, for its soak, oracle and benchmarks are tests at length.
 */
import { join } from "@std/path";
import type { Finding } from "./finding.ts";
import { importsOf, type Source } from "./source.ts";

/** The packages, each before those that may import it. */
export const packages: readonly string[] = ["kernel", "fs", "libc", "docs", "tools"];

/** The packages that hold the machine: pure, deterministic, without dependencies. */
export const purePackages: readonly string[] = ["kernel", "fs", "libc"];

/** The package a path lies in, or undefined at the top level. */
export function packageOf(path: string): string | undefined {
  const top = path.split("/")[0];
  return packages.includes(top) ? top : undefined;
}

/** Whether a file is there for tests and measurements only. */
export function isForTests(path: string): boolean {
  return /_(test|bench)\.ts$/.test(path) || path.split("/").includes("testing");
}

/** Finds imports that go the wrong way, past a face, or out of the repository where they may not. */
export function checkImports(source: Source): Finding[] {
  const from = packageOf(source.path);
  if (from === undefined) return [];
  return importsOf(source).flatMap(({ specifier, line }) => {
    const message = objection(source.path, from, specifier);
    if (message === undefined) return [];
    return [{ path: source.path, line, rule: "imports", severity: "refused" as const, message }];
  });
}

function objection(path: string, from: string, specifier: string): string | undefined {
  const target = targetOf(path, specifier);
  if (target === undefined) {
    if (!purePackages.includes(from) || isForTests(path)) return undefined;
    return `"${specifier}" is from outside; sources of ${from} import only their own package and lower ones.`;
  }
  if (target.package === from) {
    if (specifier.startsWith(".")) return undefined;
    return `"${specifier}" is this file's own package; import the file itself by its relative path.`;
  }
  if (target.isTesting && mayUseTestHelpers(path, from, target.package)) return undefined;
  if (!isLower(target.package, from)) {
    return `${from} may not import ${target.package} (tools → docs → libc → fs → kernel); ` +
      `move what is needed down, or pass it in.`;
  }
  if (target.isFace) return undefined;
  return `"${specifier}" goes past the face of ${target.package}; import @palimpsest/${target.package} ` +
    `and export there what is needed.`;
}

function mayUseTestHelpers(path: string, from: string, target: string): boolean {
  if (from === "tools") return true;
  return isForTests(path) && (target === "tools" || isLower(target, from));
}

function isLower(other: string, from: string): boolean {
  return packages.indexOf(other) < packages.indexOf(from);
}

interface Target {
  package: string;
  isFace: boolean;
  isTesting: boolean;
}

/** What a specifier names among our packages; undefined when it names something from outside. */
function targetOf(path: string, specifier: string): Target | undefined {
  if (specifier.startsWith("@palimpsest/")) {
    const [, name, ...inside] = specifier.split("/");
    return { package: name, isFace: inside.length === 0, isTesting: inside[0] === "testing" };
  }
  if (!specifier.startsWith(".")) return undefined;
  const [name, ...inside] = join(path, "..", specifier).split("/");
  return { package: name, isFace: inside.join("/") === "mod.ts", isTesting: inside.includes("testing") };
}
