/**
 * `export FILE.plog --path P -o OUT`: writes a file of a guest, as it was after some event, to a file outside.
 */

import { defineCommand } from "../command_line/command.ts";
import { exitStatus } from "../command_line/failure.ts";
import { refuseSameFile, writeOutputFile } from "../command_line/files.ts";
import { resolvePosition } from "../command_line/position.ts";
import { exportedBytes } from "../exports/guest_file.ts";
import { LogView } from "../log_file/log_view.ts";

/** The command. */
export const exportCommand = defineCommand({
  name: "export",
  summary: "writes a file of a guest, as it was after any event, to a file of yours",
  description: [
    "A regular file and the terminal (/dev/tty) are written byte for byte. The frame buffer (/dev/fb0) becomes a picture: " +
    "PPM when the output's name ends in .ppm, else PNG. A text of /proc is what the file would have said at that moment.",
  ],
  operands: { log: { label: "FILE.plog", help: "the log to read" } },
  options: {
    path: { kind: "text", label: "P", help: "the file in the run, from / on", required: true },
    output: { kind: "text", short: "o", label: "OUT", help: "the file to write", required: true },
    at: {
      kind: "position",
      label: "N",
      default: "last",
      help: "the event to stand after: its number (0 is boot), 40%, last or last-3",
    },
  },
  examples: [
    {
      command: "export out/draw.plog --path /dev/fb0 -o out/draw.png",
      says: "the picture that a program drew",
    },
    { command: "export out/save.plog --at 40% --path /notes.txt -o out/notes.txt", says: "a file, half-way" },
  ],
  async run({ operands, options, json, print, printJson, warn }) {
    const { path, output } = options;
    await refuseSameFile(output, operands.log, "the log");
    const view = LogView.open(operands.log);
    if (view.damage !== undefined) warn(`export: ${view.damage}`);
    const event = resolvePosition(options.at, view.lastEvent);
    const bytes = await exportedBytes({ state: view.stateAfter(event), config: view.config, path, output });
    await writeOutputFile(output, bytes);
    if (json) printJson({ event, path, output, bytes: bytes.length });
    else print(`Wrote ${path} after event ${event} to ${output}: ${bytes.length} bytes.`);
    return exitStatus.done;
  },
});
