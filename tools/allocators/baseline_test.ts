/** Tests of reading native measurements. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "../command_line/failure.ts";
import { nativeBaselines, parseBaseline } from "./baseline.ts";

const HEAD = "trace,alloc,util_mapped,avgutil_mapped,peak_mapped,mapped_drain," +
  "util_rss,avgutil_rss,peak_rss,rss_drain,minflt,sys_total,sys_drain";

Deno.test("what was mapped counts, and of allocators with reserves what was touched", () => {
  const rows = parseBaseline(
    `${HEAD}\nt,glibc,0.9,0.8,1000,250,0.1,0.1,10,1,7,5,2\nt,mimalloc,0.1,0.1,9,9,0.5,0.4,800,400,6,3,0\n`,
    "b.csv",
  );
  assertEquals(rows, [
    {
      trace: "t",
      allocator: "glibc",
      utilization: 0.9,
      utilizationOverTime: 0.8,
      calls: 7,
      faults: 7,
      kept: 0.25,
    },
    {
      trace: "t",
      allocator: "mimalloc",
      utilization: 0.5,
      utilizationOverTime: 0.4,
      calls: 3,
      faults: 6,
      kept: 0.5,
    },
  ]);
});

Deno.test("a table without the columns is refused", () => {
  assertThrows(
    () => parseBaseline("trace,alloc\n", "b.csv"),
    UserError,
    "b.csv: line 1: there is no column util_mapped",
  );
});

Deno.test("the measurements that come with the project are of nineteen traces and six allocators", async () => {
  const rows = await nativeBaselines();
  assertEquals([new Set(rows.map(({ trace }) => trace)).size, rows.length], [19, 114]);
  const glibc = rows.find(({ trace, allocator }) => trace === "py-json" && allocator === "glibc")!;
  assertEquals([glibc.calls, glibc.faults, glibc.utilization], [70, 2248, 0.8523]);
});
