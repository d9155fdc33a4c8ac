/**
 * The numbers of character devices: major × 256 + minor, as st_rdev tells them (Documentation/admin-guide/devices.txt).
 */

/** The devices of this machine. */
export const DEVICE = {
  NULL: 0x103,
  ZERO: 0x105,
  FULL: 0x107,
  RANDOM: 0x108,
  URANDOM: 0x109,
  TERMINAL: 0x500,
  FRAME_BUFFER: 0x1d00,
} as const;
