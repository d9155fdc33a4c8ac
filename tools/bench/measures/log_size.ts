/**
 * What a log costs in bytes: an event, by kind of event, and what deflating it saves and costs.
 */
import { Decoder, openLog, payloadOfBlock } from "@palimpsest/kernel";
import type { BenchRun } from "../bench_run.ts";
import { atMost, countText, type Result } from "../result.ts";
import { type Spread, spreadOf } from "../spread.ts";

/** Bytes an event that a log may take. */
const BYTES_BAR = 12;
/** Kinds of events below this share of the log are summed up. */
const LEAST_SHARE = 0.002;
const ONE = { count: 1 };

/** Measures the bytes of the mix's logs. */
export async function* measureLogSize(run: BenchRun): AsyncGenerator<Result> {
  const { eventCount } = run.options;
  for (const locality of ["clustered", "scattered"] as const) {
    const bytes = await run.log(eventCount, locality);
    const setting = `${countText(eventCount)} events, ${locality}`;
    const each = bytes.length / eventCount;
    const bar = atMost(BYTES_BAR, "bytes/event", each);
    yield { measure: "size", what: "an event", setting, unit: "bytes/event", ...exactly(each), bar };
    yield* sizesByKind(run, bytes, setting);
    yield* await deflated(run, bytes, setting);
  }
}

function exactly(value: number): Spread {
  return { ...ONE, median: value, least: value, greatest: value };
}

function* sizesByKind(run: BenchRun, bytes: Uint8Array, setting: string): Generator<Result> {
  const kinds = kindSizes(run, bytes);
  const total = [...kinds.values()].reduce((sum, { count }) => sum + count, 0);
  const named = [...kinds].filter(([, { count }]) => count / total >= LEAST_SHARE);
  named.sort(([, left], [, right]) => right.count - left.count);
  for (const [kind, { count, lengthBytes }] of named) {
    const share = (100 * count / total).toFixed(1);
    const what = `${kind}, ${share} % of the events`;
    yield { measure: "size", what, setting, unit: "bytes/event", ...exactly(lengthBytes / count) };
  }
}

/** How many events of each kind a log has, and their bytes. */
export function kindSizes(
  run: Pick<BenchRun, "system">,
  bytes: Uint8Array,
): Map<string, { count: number; lengthBytes: number }> {
  const log = openLog(bytes);
  const decoder = new Decoder(run.system.codec);
  const sizes = new Map<string, { count: number; lengthBytes: number }>();
  let kind = "";
  const sink = {
    begin: (header: object) => void (kind = (header as { kind: string }).kind),
    effect() {},
    end() {},
  };
  for (let block = 0; block < log.blocks.blockCount; block++) {
    decoder.open(payloadOfBlock(log, block));
    for (let start = 0; decoder.next(sink); start = decoder.position) {
      const size = sizes.get(kind) ?? { count: 0, lengthBytes: 0 };
      sizes.set(kind, { count: size.count + 1, lengthBytes: size.lengthBytes + decoder.position - start });
    }
  }
  return sizes;
}

/** Deflates a log block by block, as files do, and inflates it again. */
async function deflated(run: BenchRun, bytes: Uint8Array, setting: string): Promise<Result[]> {
  const log = openLog(bytes);
  const payloads = Array.from({ length: log.blocks.blockCount }, (_, block) => payloadOfBlock(log, block));
  const deflateTimes: number[] = [];
  const inflateTimes: number[] = [];
  let stored = 0;
  for (let done = 0; done < run.options.repetitions; done++) {
    await run.breathe("deflating", done, run.options.repetitions);
    const startedAt = performance.now();
    const parts = [];
    for (const payload of payloads) parts.push(await piped(payload, new CompressionStream("deflate-raw")));
    const deflatedAt = performance.now();
    for (const part of parts) await piped(part, new DecompressionStream("deflate-raw"));
    deflateTimes.push(bytes.length / 1000 / (deflatedAt - startedAt));
    inflateTimes.push(bytes.length / 1000 / (performance.now() - deflatedAt));
    stored = parts.reduce((sum, part) => sum + part.length, 0);
  }
  const common = { measure: "size", setting };
  return [
    {
      ...common,
      what: "deflated, block by block",
      unit: "% of the bytes",
      ...exactly(100 * stored / bytes.length),
    },
    { ...common, what: "deflating", unit: "MB/s", ...spreadOf(deflateTimes) },
    { ...common, what: "inflating", unit: "MB/s", ...spreadOf(inflateTimes) },
  ];
}

async function piped(
  bytes: Uint8Array,
  through: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(through);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
