/**
 * The calls of a recording whose results are given: taken as they were recorded, never checked. Every other call is
 * executed by the kernel, and asked for its result.
 *
 * This table is a claim about what the simulated kernel does not pretend to know, so it is reviewed like code: each
 * group says why its results cannot follow from what a recording holds.
 *
 * GC1. A call stands in one group only, and never in call_arguments.ts as well.
 * GC2. A given call touches user memory only where the recording shows a fault in it.
 */

/** Calls with the reason why their results are given. */
export interface GivenGroup {
  readonly reason: string;
  readonly calls: readonly string[];
}

function group(reason: string, calls: string): GivenGroup {
  return { reason, calls: calls.trim().split(/\s+/) };
}

/** All given calls, by reason. */
export const GIVEN_GROUPS: readonly GivenGroup[] = [
  group(
    "what exists on the recorded machine, and what its files say about themselves, is not in the recording",
    `access faccessat faccessat2 stat lstat fstat newfstatat statx readlink readlinkat getcwd statfs fstatfs ustat
     getdents getdents64 getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr name_to_handle_at statmount
     listmount getxattrat listxattrat file_getattr cachestat quotactl quotactl_fd sysfs`,
  ),
  group(
    "names, owners, modes and times of files are no part of memory; a recording resolves every path itself",
    `mkdir mkdirat rmdir rename renameat renameat2 link linkat symlink symlinkat mknod mknodat chmod
     fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat setxattr lsetxattr
     fsetxattr removexattr lremovexattr fremovexattr setxattrat removexattrat file_setattr umask fchdir chroot
     pivot_root mount umount2 move_mount mount_setattr open_tree_attr truncate sync syncfs swapon swapoff acct`,
  ),
  group(
    "the bytes of files, pipes, terminals and sockets are not in the recording, so neither is how many there were",
    `recvfrom recvmsg recvmmsg sendto sendmsg sendmmsg getrandom readahead process_vm_readv process_vm_writev`,
  ),
  group(
    "devices and sockets are not simulated: what they answer is theirs",
    `ioctl connect bind listen shutdown setsockopt getsockopt getsockname getpeername fadvise64 flock epoll_ctl
     inotify_add_watch inotify_rm_watch fanotify_mark timerfd_settime timerfd_gettime io_uring_enter
     io_uring_register io_setup io_destroy io_submit io_cancel io_getevents io_pgetevents sync_file_range lookup_dcookie
     mq_timedsend mq_timedreceive mq_notify mq_getsetattr mq_unlink fsconfig fsmount`,
  ),
  group(
    "time passes outside of the simulation: clocks, waiting, and what became ready meanwhile",
    `clock_gettime clock_getres clock_settime clock_adjtime gettimeofday settimeofday adjtimex time times nanosleep
     clock_nanosleep poll ppoll select pselect6 epoll_wait epoll_pwait epoll_pwait2 alarm setitimer getitimer
     timer_create timer_settime timer_gettime timer_getoverrun timer_delete sched_yield pause`,
  ),
  group(
    "signals: handlers are code of the program, and when one is delivered the recording says",
    `rt_sigaction rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigpending rt_sigtimedwait rt_sigqueueinfo
     rt_tgsigqueueinfo sigaltstack kill tkill tgkill pidfd_send_signal restart_syscall`,
  ),
  group(
    "who the process is, and where it stands on the recorded machine",
    `getpid gettid getppid getpgid getpgrp getsid setpgid setsid getuid geteuid getgid getegid getresuid getresgid
     getgroups setuid setgid setreuid setregid setresuid setresgid setgroups setfsuid setfsgid capget capset
     personality prctl arch_prctl seccomp unshare setns keyctl add_key request_key landlock_create_ruleset
     landlock_add_rule landlock_restrict_self ptrace kcmp lsm_get_self_attr lsm_set_self_attr lsm_list_modules`,
  ),
  group(
    "what the recorded machine is made of, and how it spent its time",
    `uname sysinfo getrusage getcpu getpriority setpriority ioprio_get ioprio_set sched_getaffinity
     sched_setaffinity sched_getparam sched_setparam sched_getscheduler sched_setscheduler sched_getattr sched_setattr
     sched_get_priority_max sched_get_priority_min sched_rr_get_interval get_mempolicy set_mempolicy mbind
     set_mempolicy_home_node migrate_pages move_pages syslog sethostname setdomainname reboot vhangup iopl ioperm
     modify_ldt init_module finit_module delete_module kexec_load kexec_file_load`,
  ),
  group(
    "limits are read and written through user memory, whose bytes are not in the recording",
    "prlimit64 getrlimit setrlimit",
  ),
  group(
    "threads' bookkeeping: the kernel only remembers an address, or waits for a word whose value is not known",
    `set_tid_address set_robust_list get_robust_list rseq futex futex_wait futex_wake futex_waitv futex_requeue
     membarrier get_thread_area set_thread_area process_madvise process_mrelease map_shadow_stack uretprobe`,
  ),
];

const REASONS: ReadonlyMap<string, string> = new Map(
  GIVEN_GROUPS.flatMap(({ reason, calls }) => calls.map((call) => [call, reason])),
);

/** Why the result of a call is given, or undefined when it is not. */
export function givenReason(name: string): string | undefined {
  return REASONS.get(name);
}
