/** Tests of charts as SVG. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Document, Window } from "happy-dom";
import { lineChart } from "./line_chart.ts";

const panel = {
  title: 'Faults & "hits" <all>',
  xLabel: "frames",
  yLabel: "faults",
  xScale: "linear",
  yScale: "linear",
  lines: [{ name: "fifo", points: [[1, 10], [2, 8]] }, { name: "lru", points: [[1, 9]] }, {
    name: "none",
    points: [],
  }],
} as const;

/** Looks at a text as an SVG document; the window it takes is closed, timers and all, before the test ends. */
async function withDocument(text: string, look: (document: Document) => void) {
  const window = new Window();
  try {
    look(new window.DOMParser().parseFromString(text, "image/svg+xml"));
  } finally {
    await window.happyDOM.close();
  }
}

Deno.test("a chart is well-formed SVG with a title, a panel each, and a legend", async () => {
  await withDocument(lineChart("a & b", [panel, panel]), (document) => {
    assertEquals(document.querySelector("title")?.textContent, "a & b");
    assertEquals(document.querySelectorAll("g").length, 2);
    const texts = [...document.querySelectorAll("text")].map((element) => element.textContent);
    for (const expected of ['Faults & "hits" <all>', "frames", "fifo", "lru", "none", "10"]) {
      assert(texts.includes(expected), expected);
    }
  });
});

Deno.test("lines lie where their values are", () => {
  // 1 of 2 frames is in the middle of the axis; 10 of 10 faults at its top.
  assertStringIncludes(lineChart("", [panel]), 'd="M392 44L692 102"');
});

Deno.test("a panel without points is drawn all the same", () => {
  assertStringIncludes(lineChart("", [{ ...panel, lines: [] }]), "</svg>");
});
