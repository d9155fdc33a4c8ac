/**
 * The peers that keep events and fold nothing: rows of SQLite, and lines of JSON.
 *
 * Both keep what a log keeps, an event's kind and process as columns of their own in SQLite, the rest as JSON. Reading
 * rows back leaves the JSON as it is; reading lines back parses them.
 */
import { DatabaseSync } from "node:sqlite";
import type { PeerEvent } from "./peer_event.ts";

const ROWS_A_TRANSACTION = 1000;

/** A database in memory with a table of events. */
export class EventRows {
  private readonly database = new DatabaseSync(":memory:");

  /** Appends events, a thousand a transaction. */
  append(events: readonly PeerEvent[]): void {
    const { database } = this;
    database.exec("CREATE TABLE event (number INTEGER PRIMARY KEY, kind TEXT, process INTEGER, body TEXT)");
    const insert = database.prepare("INSERT INTO event (number, kind, process, body) VALUES (?, ?, ?, ?)");
    for (let first = 0; first < events.length; first += ROWS_A_TRANSACTION) {
      database.exec("BEGIN");
      for (let number = first; number < Math.min(first + ROWS_A_TRANSACTION, events.length); number++) {
        const event = events[number];
        insert.run(number, event.kind, (event.process as number | undefined) ?? 0, eventLine(event));
      }
      database.exec("COMMIT");
    }
  }

  /** Reads all rows in order; their number. */
  readBack(): number {
    let count = 0;
    for (
      const row of this.database.prepare("SELECT number, kind, process, body FROM event ORDER BY number")
        .iterate()
    ) {
      if (row.number === count) count++;
    }
    return count;
  }

  /** Bytes of the database. */
  get lengthBytes(): number {
    const pages = this.database.prepare("PRAGMA page_count").get() as { page_count: number };
    const size = this.database.prepare("PRAGMA page_size").get() as { page_size: number };
    return pages.page_count * size.page_size;
  }

  /** Closes the database. */
  close(): void {
    this.database.close();
  }
}

/** An event as a line of JSON, its bytes as lists of numbers. */
export function eventLine(event: PeerEvent): string {
  return JSON.stringify(event, (_, value) => value instanceof Uint8Array ? Array.from(value) : value);
}

/** Events as lines of JSON, in UTF-8. */
export function jsonLines(events: readonly PeerEvent[]): Uint8Array {
  const encoder = new TextEncoder();
  const parts = events.map((event) => encoder.encode(eventLine(event) + "\n"));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Parses lines of JSON; how many. */
export function parseLines(bytes: Uint8Array): number {
  let count = 0;
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    if (line === "") continue;
    if ((JSON.parse(line) as PeerEvent).kind !== "") count++;
  }
  return count;
}
