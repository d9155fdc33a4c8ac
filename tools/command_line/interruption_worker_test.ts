/** The worker that listens for Control-C: it says so before anybody relies on it. */
import { assertEquals } from "@std/assert";

Deno.test("the worker says when it listens, and leaves the flag alone until then", async () => {
  const url = new URL("interruption_worker.ts", import.meta.url).href;
  const worker = new Worker(url, { type: "module" });
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const { promise, resolve } = Promise.withResolvers<unknown>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.postMessage(flag.buffer);
  assertEquals([await promise, flag[0]], ["listening", 0]);
  worker.terminate();
});
