/**
 * Finding tasks that were made and never run: `c.printf(…)` where `yield* c.printf(…)` was meant does nothing at all.
 *
 *   UT1  A task's method notes its name when it is called, and forgets it when `yield*` begins the task.
 *   UT2  A note that is still there at the program's next step, or when the next task is made, is a mistake
 *        (program_space.ts, PS3).
 */

/** What the methods of a library keep their notes in. */
interface NoteKeeper {
  readonly space: { unbegunTask: string; refuseUnbegun(): never };
}

type TaskMethod = (this: NoteKeeper, ...given: unknown[]) => Generator;

const GeneratorFunction = Object.getPrototypeOf(function* () {}).constructor as new () => unknown;

/** Makes every generator method of a class, and of those it extends, keep notes. */
export function findUnbegunTasks(prototype: object): void {
  for (let at = prototype; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (!(property.value instanceof GeneratorFunction)) continue;
      const value = keepingNotes(name, property.value as TaskMethod);
      Object.defineProperty(at, name, { ...property, value });
    }
  }
}

function keepingNotes(name: string, method: TaskMethod): TaskMethod {
  return function (...given) {
    if (this.space.unbegunTask !== "") this.space.refuseUnbegun();
    const task = method.apply(this, given);
    this.space.unbegunTask = name;
    const begin = () => {
      this.space.unbegunTask = "";
      return task;
    };
    return { [Symbol.iterator]: begin } as Generator;
  };
}
