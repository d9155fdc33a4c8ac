/**
 * A file of a guest as a file outside: what its path led to after some event.
 *
 *     a regular file, a terminal    its bytes
 *     /dev/fb0                      the picture that it showed: PPM for a name that ends in .ppm, else PNG
 *     a text of /proc               what it would have said
 */

import {
  DEVICE,
  FRAME_BUFFER_HEIGHT,
  FRAME_BUFFER_WIDTH,
  frameBufferColors,
  nodeAt,
  type SyntheticNode,
  toldRecords,
} from "@palimpsest/fs";
import {
  FILE_CHARACTER,
  FILE_DIRECTORY,
  FILE_REGULAR,
  FILE_TERMINAL,
  fileBytes,
  type MachineConfig,
  type State,
} from "@palimpsest/kernel";
import { UserError } from "../command_line/failure.ts";
import { encodePng, encodePpm } from "./picture.ts";

/** What is exported, and under which conditions. */
export interface Exported {
  readonly state: State;
  /** What the machine is: /proc tells of it. */
  readonly config: MachineConfig;
  /** The absolute path of the file in the run. */
  readonly path: string;
  /** The name of the file outside: its ending chooses the format of a picture. */
  readonly output: string;
}

/** The bytes to write. Throws a UserError when there are none. */
export async function exportedBytes({ state, config, path, output }: Exported): Promise<Uint8Array> {
  const node = nodeAt(state, path);
  if (node === undefined) throw new UserError(`There is no file '${path}' at that moment.`);
  if (typeof node !== "number") return toldBytes(state, config, node);
  const inode = state.inode(node);
  const { fileKind } = inode.making;
  if (fileKind === FILE_DIRECTORY) throw new UserError(`'${path}' is a directory; name a file in it.`);
  if (fileKind === FILE_CHARACTER && inode.attributes?.device === DEVICE.FRAME_BUFFER) {
    return await picture(state, node, output);
  }
  if (fileKind !== FILE_REGULAR && fileKind !== FILE_TERMINAL) {
    throw new UserError(`'${path}' has no content of its own; name a regular file, /dev/tty or /dev/fb0.`);
  }
  const { bytes, known } = fileBytes(state, node, 0, inode.sizeBytes);
  if (known) return bytes;
  throw new UserError(
    `'${path}' has bytes that nobody knows: the log is a recording's, which has no contents.`,
  );
}

async function picture(state: State, inode: number, output: string): Promise<Uint8Array> {
  const size = { widthPixels: FRAME_BUFFER_WIDTH, heightPixels: FRAME_BUFFER_HEIGHT };
  const drawn = { ...size, colors: frameBufferColors(state, inode) };
  return output.endsWith(".ppm") ? encodePpm(drawn) : await encodePng(drawn);
}

function toldBytes(state: State, config: MachineConfig, { path }: SyntheticNode): Uint8Array {
  const records = toldRecords(state, path, config);
  if (records !== undefined) return new TextEncoder().encode(records.join(""));
  throw new UserError(`'${path}' is no text that can be exported.`);
}
