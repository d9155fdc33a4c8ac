/**
 * The calls on users and groups: unistd.h. Further ones (setresuid, setgroups) are made as the kernel has them.
 */

import { DirectoryCalls } from "./directories.ts";

const ID_UNCHANGED = -1;

/** Whom the process acts for. */
export class UserCalls extends DirectoryCalls {
  /** getuid(2): the real user. */
  getuid(): number {
    return this.call("getuid", {});
  }

  /** geteuid(2): the user that the process acts for. */
  geteuid(): number {
    return this.call("geteuid", {});
  }

  /** getgid(2): the real group. */
  getgid(): number {
    return this.call("getgid", {});
  }

  /** getegid(2): the group that the process acts for. */
  getegid(): number {
    return this.call("getegid", {});
  }

  /** setuid(2): acts for another user. */
  setuid(uid: number): number {
    return this.call("setuid", { uid });
  }

  /** setgid(2): acts for another group. */
  setgid(gid: number): number {
    return this.call("setgid", { gid });
  }

  /** seteuid(3): acts for another user for a while. */
  seteuid(effective: number): number {
    return this.call("setresuid", { real: ID_UNCHANGED, effective, saved: ID_UNCHANGED });
  }

  /** setegid(3): acts for another group for a while. */
  setegid(effective: number): number {
    return this.call("setresgid", { real: ID_UNCHANGED, effective, saved: ID_UNCHANGED });
  }
}
