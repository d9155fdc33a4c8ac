/**
 * Effects and what undoes them: applied one after the other, they must lead back to the same digest.
 *
 *   UN1  The effects change the digest, or they would change nothing that is canonical.
 *   UN2  What undoes them may be several effects; it need not be thought of when the effects are emitted.
 */

import { assertThat } from "../assert.ts";
import type { KernelEffect } from "../event/effects.ts";
import type { MachineFixture } from "./machine_fixture.ts";

/** Applies effects in one event and their opposites in another; throws unless the digest is then as it was. */
export function checkUndo(
  given: MachineFixture,
  done: readonly KernelEffect[],
  undone: readonly KernelEffect[],
): void {
  const before = given.state.digest.toHex();
  given.apply(...done);
  const between = given.state.digest.toHex();
  assertThat(between !== before, () => `${done[0].kind}: the digest stays ${before}`);
  given.apply(...undone);
  const after = given.state.digest.toHex();
  assertThat(
    after === before,
    () => `${done[0].kind} is not undone: the digest was ${before} and is ${after}`,
  );
}
