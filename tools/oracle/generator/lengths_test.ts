/** Lengths are mostly ordinary, and odd ones do occur. */
import { assert } from "@std/assert";
import { draftOf } from "./testing.ts";
import { lengthBytes, mappingPages, protection, range } from "./lengths.ts";

Deno.test("lengths stay within the tendencies, apart from whole page tables", () => {
  const draft = draftOf(1);
  for (let turn = 0; turn < 500; turn++) {
    const pageCount = mappingPages(draft);
    assert(pageCount >= 1 && (pageCount <= draft.tendencies.lengthPagesMax || pageCount >= 511));
    const bytes = lengthBytes(draft, pageCount);
    assert(bytes > (pageCount - 1) * 4096 && bytes <= pageCount * 4096);
  }
});

Deno.test("ranges are mostly sound, and sometimes odd, empty or huge", () => {
  const draft = draftOf(2);
  draft.addRegion({ name: "r1", space: "A", page: 0, pageCount: 8 });
  const lengths = Array.from({ length: 3000 }, () => range(draft).lengthText);
  assert(lengths.includes("16t") && lengths.includes("0xffffffffffffffff") && lengths.includes("0x1000"));
});

Deno.test("protections are mostly readable and writable", () => {
  const draft = draftOf(3);
  const chosen = Array.from({ length: 1000 }, () => protection(draft, 10));
  const count = (value: string) => chosen.filter((each) => each === value).length;
  assert(count("rw") > 400 && count("none") > 50 && count("wx") > 0);
});
