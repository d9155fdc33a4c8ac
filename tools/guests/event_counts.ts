/**
 * Counting events by kind while a guest runs. A call that was interrupted counts once.
 */
import type { AnyRecord, Machine } from "@palimpsest/kernel";

/**
 * Counts the events of a machine from now on; the counts grow as it runs. Event 0, boot, has
 * happened already. Who listened before goes on hearing of them.
 */
export function countEvents(machine: Machine): Record<string, number> {
  const counts: Record<string, number> = { boot: 1 };
  const { observer } = machine;
  machine.observer = {
    event(header: AnyRecord, outcome: AnyRecord) {
      if (header.resumed !== true) counts[header.kind] = (counts[header.kind] ?? 0) + 1;
      observer?.event(header, outcome);
    },
  };
  return counts;
}
