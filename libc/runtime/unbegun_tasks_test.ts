/** Tests of finding tasks that nobody runs. */
import { assertEquals, assertThrows } from "@std/assert";
import { findUnbegunTasks } from "./unbegun_tasks.ts";

Deno.test("a task's name is noted when it is made, and forgotten when it begins", () => {
  class Base {
    readonly space = {
      unbegunTask: "",
      refuseUnbegun(): never {
        throw new Error(`${this.unbegunTask} was not begun`);
      },
    };
    *first(): Generator<number, number> {
      yield 1;
      return 2;
    }
  }
  class Derived extends Base {
    plain(): number {
      return 3;
    }
    *second(): Generator<number, number> {
      return yield* this.first();
    }
  }
  findUnbegunTasks(Derived.prototype);
  const library = new Derived();
  library.plain();
  assertEquals(library.space.unbegunTask, "");
  library.first();
  assertEquals(library.space.unbegunTask, "first");
  assertThrows(() => library.second(), Error, "first was not begun");
  library.space.unbegunTask = "";
  const all = (function* () {
    return yield* library.second();
  })();
  assertEquals([all.next().value, library.space.unbegunTask, all.next().value], [1, "", 2]);
});
