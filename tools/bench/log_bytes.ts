/**
 * A log that is kept in memory, written as `record` writes one.
 */
import { LogWriter } from "@palimpsest/kernel";
import { nativeHash } from "../log_file/native_hash.ts";

/** A writer whose bytes are kept. */
export class LogBytes {
  /** What to write the log with; its header is written. */
  readonly writer: LogWriter;
  private readonly parts: Uint8Array[] = [];
  private lengthBytes = 0;

  /** The log of a machine with this configuration. */
  constructor(config: object) {
    this.writer = new LogWriter((bytes) => {
      this.parts.push(bytes.slice());
      this.lengthBytes += bytes.length;
    }, { makeHash: nativeHash });
    this.writer.header(new TextEncoder().encode(JSON.stringify(config)));
  }

  /** Closes the log; all of its bytes. */
  close(): Uint8Array<ArrayBuffer> {
    this.writer.close();
    const bytes = new Uint8Array(this.lengthBytes);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}
