/**
 * Where things lie: code, constants, initialized data, zeroed data (bss), the heap that begins behind them, the stack at
 * the other end, and mappings between.
 *
 *     main  →  greeting  →  counter  →  table  →  end  →  heap start  →  malloc  →  …  →  mmap  →  …  →  stack
 */

import { defineProgram } from "../runtime/program.ts";
import { ints, text, zeros } from "../runtime/static_data.ts";

/** Prints an address of each kind, from low to high. */
export const staticAndDynamic = defineProgram("static_and_dynamic", {
  about: "static against dynamic memory: text, data, bss, heap, mappings, stack",
  rodata: { greeting: text("hello") },
  data: { counter: ints(42) },
  bss: { table: zeros(4096) },
  *main(c) {
    const local = c.alloca(4);
    yield* c.printf("text    main      %p\n", c.symbol("main"));
    yield* c.printf("        etext     %p\n", c.symbol("etext"));
    yield* c.printf('rodata  greeting  %p  "%s"\n', c.symbol("greeting"), c.symbol("greeting"));
    yield* c.printf("data    counter   %p  %d\n", c.symbol("counter"), c.loadInt(c.symbol("counter")));
    yield* c.printf("        edata     %p\n", c.symbol("edata"));
    yield* c.printf("bss     table     %p  %d\n", c.symbol("table"), c.loadInt(c.symbol("table")));
    yield* c.printf("        end       %p\n", c.symbol("end"));
    yield* c.printf("heap    starts at %p\n", c.sbrk(0));
    yield* c.printf("        malloc    %p\n", c.malloc(100));
    const mapped = c.mmap(c.NULL, 4096, c.PROT_READ, c.MAP_PRIVATE | c.MAP_ANONYMOUS);
    yield* c.printf("mapping mmap      %p\n", mapped);
    yield* c.printf("stack   local     %p\n", local);
    return 0;
  },
});
