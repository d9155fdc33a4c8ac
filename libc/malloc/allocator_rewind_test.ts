/** Tests that the memory says everything about a heap: after a rewind every allocator carries on from memory alone. */
import { assertEquals } from "@std/assert";
import {
  type AnyEvent,
  Decoder,
  LogWriter,
  openLog,
  payloadOfBlock,
  Random,
  type State,
} from "@palimpsest/kernel";
import { boot, system } from "../boot.ts";
import { BARE_PID, startBareProcess } from "../memory/bare_process.ts";
import { MemoryView } from "../memory/memory_view.ts";
import { UserSpace } from "../memory/user_space.ts";
import type { AllocatorMaking } from "./allocator.ts";
import { allAllocators, openAllocator } from "./allocators.ts";
import { Malloc } from "./malloc.ts";

const CONFIG = { frameCount: 8192, ramPages: 2 ** 20, swapSlotCount: 0 };
const OPERATIONS = 160;

/** Mallocs and frees that follow from a seed and from what is live. @returns Where every block came to lie. */
function operate(
  malloc: Malloc,
  live: number[],
  { seed, from, to }: { seed: number; from: number; to: number },
) {
  const addresses: number[] = [];
  for (let number = from; number < to; number++) {
    const random = new Random(seed + number);
    if (live.length > 0 && random.chance(2, 5)) malloc.free(live.splice(random.below(live.length), 1)[0]);
    else {
      const address = malloc.malloc(random.chance(1, 8) ? random.below(300_000) : random.below(800));
      live.push(address);
      addresses.push(address);
    }
  }
  return addresses;
}

function openMalloc(making: AllocatorMaking, space: UserSpace): Malloc {
  return new Malloc(space, openAllocator(making, space));
}

/** Folds the events of a log behind the boot into a state that has booted. */
function replayUpTo(last: number, bytes: Uint8Array, state: State): void {
  const { codec, fold } = system();
  const log = openLog(bytes);
  const decoder = new Decoder(codec);
  const next = () => decoder.nextEvent() as AnyEvent | undefined;
  for (let block = 0, number = 0; block < log.blocks.blockCount; block++) {
    decoder.open(payloadOfBlock(log, block));
    for (
      let event = next();
      event !== undefined && number <= last;
      event = next()
    ) {
      if (number++ === 0) continue;
      for (const effect of event.effects) fold.reduce(state, effect);
      fold.endEvent(state, event, event);
    }
  }
}

for (const making of allAllocators()) {
  Deno.test(`${making.name}: after a rewind a fresh allocator goes on where the old one stood`, () => {
    const chunks: Uint8Array[] = [];
    const log = new LogWriter((bytes) => chunks.push(bytes.slice()));
    log.header(new TextEncoder().encode(JSON.stringify(CONFIG)));
    const machine = boot(CONFIG, log);
    startBareProcess(machine);
    const malloc = openMalloc(making, new UserSpace(machine, BARE_PID));
    const live: number[] = [];
    operate(malloc, live, { seed: 7, from: 0, to: OPERATIONS / 2 });
    machine.endStores();
    const [moment, liveThen] = [machine.state.eventCount - 1, [...live]];
    const expected = operate(malloc, live, { seed: 7, from: OPERATIONS / 2, to: OPERATIONS });
    machine.endStores();
    log.close();

    const rewound = boot(CONFIG);
    replayUpTo(moment, new Uint8Array(chunks.flatMap((bytes) => [...bytes])), rewound.state);
    rewound.mappingVersion++;
    const again = openMalloc(making, new UserSpace(rewound, BARE_PID));
    const view = new MemoryView(rewound.state, BARE_PID);
    openAllocator(making, new UserSpace(rewound, BARE_PID)).check(view);
    const addresses = operate(again, liveThen, { seed: 7, from: OPERATIONS / 2, to: OPERATIONS });
    assertEquals(addresses, expected);
    rewound.endStores();
    assertEquals(rewound.state.digest.toHex(), machine.state.digest.toHex());
    again.check();
  });
}
