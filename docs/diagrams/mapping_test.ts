/** Tests of the mapping picture. */
import { assertEquals } from "@std/assert";
import { mappingPicture } from "./mapping.ts";
import { ANONYMOUS_ADDRESS, DRAWN_PID, drawnProcess, FILE_ADDRESS } from "./testing/drawn_process.ts";

Deno.test("a mapping is a row, with its frames and what backs them", () => {
  const { title, rows, rest } = mappingPicture(drawnProcess().state, DRAWN_PID);
  assertEquals(title, "drawn (pid 1)");
  assertEquals(rows.map(({ mapping, pages }) => [mapping, pages]), [
    ["squares.bin rw-p", "0x400000, 3 pages"],
    ["anonymous rw-p", "0x800000, 4 pages, 3 present"],
  ]);
  assertEquals(
    rows[0].backing,
    "squares.bin 0x0 … 0xfff, own copy of squares.bin 0x1000 … 0x1fff and 1 more",
  );
  assertEquals(rows[1].backing, "zeros, anonymous: swap");
  assertEquals(rest, "1 mapping of which no page is present");
});

Deno.test("the page that matters has a row of its own, in its opened mapping", () => {
  const options = { focusPage: (FILE_ADDRESS + 0x1000) / 4096 };
  const { rows } = mappingPicture(drawnProcess().state, DRAWN_PID, options);
  assertEquals(rows.filter(({ isFocus }) => isFocus).map(({ pages, backing }) => [pages, backing]), [
    ["0x401000, 1 page", "own copy of squares.bin 0x1000 … 0x1fff"],
  ]);
  assertEquals(rows.map(({ pages }) => pages), [
    "0x400000, 1 page",
    "0x401000, 1 page",
    "0x402000, 1 page",
    "0x800000, 4 pages, 3 present",
  ]);
});

Deno.test("a run is cut around the page that matters, and its frames are counted on", () => {
  const options = { focusPage: (ANONYMOUS_ADDRESS + 0x3000) / 4096 };
  const { rows } = mappingPicture(drawnProcess().state, DRAWN_PID, options);
  const opened = rows.filter(({ mapping }) => mapping.startsWith("anonymous"));
  assertEquals(opened.map(({ pages }) => pages), [
    "0x801000, 1 page",
    "0x802000, 1 page",
    "0x803000, 1 page",
  ]);
  assertEquals(Number(opened[2].frames), Number(opened[1].frames) + 1);
});

Deno.test("rows beyond the limit are counted, and the one that matters is among those that stay", () => {
  const { state } = drawnProcess();
  const { rows, rest } = mappingPicture(state, DRAWN_PID, { focusPage: 0x803, rowLimit: 1 });
  assertEquals(rows.map(({ isFocus }) => isFocus), [true]);
  assertEquals(rest, "3 rows not shown; 1 mapping of which no page is present");
});

Deno.test("a process without memory has an empty picture", () => {
  const machine = drawnProcess();
  machine.call(DRAWN_PID, "exit_group", { status: 0 });
  assertEquals(mappingPicture(machine.state, DRAWN_PID), {
    title: "drawn (pid 1) has no memory any more",
    rows: [],
    rest: "",
  });
});
