/** Tests of pictures as files. */
import { assertEquals } from "@std/assert";
import { encodePng, encodePpm, type Picture } from "./picture.ts";

const picture: Picture = {
  widthPixels: 2,
  heightPixels: 2,
  colors: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7),
};

Deno.test("a PPM is a line of text and the colors", () => {
  const bytes = encodePpm(picture);
  assertEquals(new TextDecoder().decode(bytes.subarray(0, 11)), "P6\n2 2\n255\n");
  assertEquals(bytes.subarray(11), picture.colors);
});

Deno.test("a PNG has header, deflated rows and end, each with its checksum", async () => {
  const bytes = await encodePng(picture);
  assertEquals(bytes.subarray(0, 8), Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10));
  // deno-fmt-ignore
  assertEquals(bytes.subarray(8, 33), Uint8Array.of(
    0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0, 0xfd, 0xd4, 0x9a, 0x73,
  ));
  const view = new DataView(bytes.buffer);
  const deflated = bytes.slice(41, 41 + view.getUint32(33));
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"));
  const rows = new Uint8Array(await new Response(stream).arrayBuffer());
  assertEquals(rows, Uint8Array.of(0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 9, 8, 7));
  assertEquals(bytes.subarray(-12), Uint8Array.of(0, 0, 0, 0, 73, 69, 78, 68, 0xae, 0x42, 0x60, 0x82));
});
