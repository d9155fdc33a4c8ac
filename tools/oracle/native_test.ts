/** What a machine lacks is told in one sentence; where nothing lacks, the kernel repeats the recorded answers (NA1 to NA3). */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { readCorpus } from "../guests/script/corpus.ts";
import { parseAnswer } from "../guests/script/record.ts";
import { compareAnswers } from "./compare.ts";
import { NativeFailure, type NativeMachine, obstacle, openNativeOracle, thisMachine } from "./native.ts";

const machine: NativeMachine = {
  system: "linux",
  architecture: "x86_64",
  kernelRelease: "6.18.44-x",
  userId: 0,
};

Deno.test("a machine with the right kernel and root has no obstacle", () => {
  assertEquals(obstacle(machine), undefined);
});

Deno.test("what a machine lacks is told in one sentence", () => {
  assertStringIncludes(obstacle({ ...machine, system: "darwin" })!, "need Linux on x86-64; this is darwin");
  assertStringIncludes(obstacle({ ...machine, architecture: "aarch64" })!, "on aarch64");
  assertStringIncludes(obstacle({ ...machine, userId: 1000 })!, "need root");
  assertStringIncludes(obstacle({ ...machine, kernelRelease: "6.1.9" })!, "runs 6.1.9; pass --any-kernel");
  assertEquals(obstacle({ ...machine, kernelRelease: "6.1.9" }, { anyKernel: true }), undefined);
});

/** Why the kernel cannot be asked here; undefined when it can. */
function skipReason(): string | undefined {
  const needed: Deno.PermissionDescriptor[] = [
    { name: "sys", kind: "osRelease" },
    { name: "sys", kind: "uid" },
    { name: "run" },
    { name: "write" },
  ];
  if (needed.some((each) => Deno.permissions.querySync(each).state !== "granted")) {
    return "not permitted to run programs";
  }
  const reason = obstacle(thisMachine());
  if (reason !== undefined) return reason;
  const compilers = ["/usr/bin/cc", "/usr/local/bin/cc"].filter((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
  return compilers.length === 0 ? "no C compiler" : undefined;
}

const reason = skipReason();

function nativeTest(title: string, test: (cacheDirectory: string) => Promise<void>): void {
  Deno.test({
    name: reason === undefined ? title : `${title} (skipped here: ${reason})`,
    ignore: reason !== undefined,
    fn: async () => {
      const cacheDirectory = await Deno.makeTempDir();
      try {
        await test(cacheDirectory);
      } finally {
        await Deno.remove(cacheDirectory, { recursive: true });
      }
    },
  });
}

nativeTest(
  "the kernel that runs here repeats the recorded answers to the scripts by hand",
  async (cacheDirectory) => {
    const oracle = await openNativeOracle({ cacheDirectory });
    const corpus = await readCorpus(new URL("../testdata/conform/curated.ndjson.gz", import.meta.url));
    for (const { name, script, answer } of corpus) {
      const native = await oracle.answer(script);
      const { differences } = compareAnswers(parseAnswer(answer, name), parseAnswer(native, name));
      assertEquals(differences, [], name);
    }
  },
);

nativeTest("the oracle is compiled once and refuses bad scripts with a sentence", async (cacheDirectory) => {
  const oracle = await openNativeOracle({ cacheDirectory });
  await openNativeOracle({ cacheDirectory });
  assertEquals([...Deno.readDirSync(cacheDirectory)].length, 1);
  await assertRejects(() => oracle.answer("frobnicate 1\n"), NativeFailure, "unknown op");
});

nativeTest(
  "a script whose answer can be repeated has no difference between two runs",
  async (cacheDirectory) => {
    const oracle = await openNativeOracle({ cacheDirectory });
    const { answer, comparison } = await oracle.answerTwice("a = mmap len=0x3000\ntouch w a n=3\ndump\n");
    assertEquals(comparison.differenceCount, 0);
    assert(answer.endsWith("}\n"));
  },
);
