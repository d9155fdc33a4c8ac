/**
 * Drawing through a mapping of the frame buffer: every store is a pixel, and no call moves the picture. The pages are the
 * device's own: there is no fault, and /proc/PID/smaps counts none of them.
 *
 *      pixel (x, y) of 320 × 240 lies at (y × 320 + x) × 4: 0x00RRGGBB
 *
 * `deno task export out/draw.plog --path /dev/fb0 -o draw.png` gives the picture.
 */

import { defineProgram } from "../runtime/program.ts";

const [WIDTH, HEIGHT] = [320, 240];
const PIXEL_BYTES = 4;
const SKY = 0x1d3557;
const SUN = 0xf4a261;
const SEA = 0x2a9d8f;

/** A sun over the sea. */
export const draw = defineProgram("draw", {
  about: "a picture, drawn by stores through the mapped frame buffer",
  *main(c) {
    const fd = c.open("/dev/fb0", c.O_RDWR);
    const size = WIDTH * HEIGHT * PIXEL_BYTES;
    const screen = c.mmap(c.NULL, size, c.PROT_READ | c.PROT_WRITE, c.MAP_SHARED, fd);
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) c.storeInt(screen + (y * WIDTH + x) * PIXEL_BYTES, colorAt(x, y));
    }
    yield* c.printf("%d pixels at %p\n", WIDTH * HEIGHT, screen);
    return 0;
  },
});

/** The color of a pixel. */
function colorAt(x: number, y: number): number {
  const horizon = 160;
  const isSun = (x - 160) ** 2 + (y - 120) ** 2 < 60 ** 2;
  if (y < horizon) return isSun ? SUN : SKY;
  const isGlitter = Math.abs(x - 160) < 30 + (y - horizon) / 2 && (y + (x >> 3)) % 8 < 3;
  return isGlitter ? SUN : SEA;
}
