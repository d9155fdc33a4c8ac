/* What the controller and the executor say to each other.
 *
 * The controller reads the script, sends one command at a time to the process that shall act, and prints the
 * answer. The executor is that process: static, without address space randomisation, doing raw system calls
 * and single accesses only.
 *
 *     controller ── struct command, input bytes ──▶ executor          over one SOCK_SEQPACKET pair a process
 *                ◀── struct reply, output bytes ──
 *
 * PR1. Everything the executor touches besides the tested memory lies in its static data, and was touched
 * before: the change of its fault counters during a command is what the command itself caused.
 */
#pragma once
#include <stdint.h>

#define PAGE_BYTES 4096ul
#define AREA_A 0x200000000000ull /* explicit addresses */
#define AREA_A_BYTES 0x100000000000ull
#define AREA_B 0x100000000000ull /* heap */
#define TASK_SIZE 0x7ffffffff000ull
#define PROCESSES_MAX 24
#define CHANNEL_FD 600 /* executor's end of process k's channel: CHANNEL_FD + k */
#define CONTROLLER_FD 700
#define RESERVED_FD_END 900 /* no script may name a descriptor in CHANNEL_FD … here */
#define BUFFER_BYTES (96 * 1024)
#define MEMLOCK_BYTES (8ull << 20)
#define EXECUTOR_ENVIRONMENT "GLIBC_TUNABLES=glibc.pthread.rseq=0"

enum command_type {
  COMMAND_SYSCALL = 1,
  COMMAND_ACCESS,
  COMMAND_FORK,
  COMMAND_EXIT,
  COMMAND_EXEC,
  COMMAND_CRASH
};
enum access_kind { ACCESS_READ1, ACCESS_WRITE1, ACCESS_READ8, ACCESS_WRITE8, ACCESS_EXECUTE, ACCESS_ADD8 };

struct command {
  uint32_t type;
  uint32_t input_bytes;      /* of data[], copied into the executor's buffer before the call */
  uint32_t output_bytes;     /* of that buffer, returned after the call */
  uint32_t buffer_arguments; /* bit i: argument i is an offset into the buffer */
  int64_t number;            /* system call */
  uint64_t argument[6];
  uint32_t kind; /* enum access_kind */
  uint32_t wants_bytes;
  uint64_t count, stride, value;
  uint8_t data[];
};

struct reply {
  int64_t result;
  int64_t minor_faults, major_faults;
  uint64_t done, last_value, hash;
  int signal, code;
  uint64_t address;
  uint32_t output_bytes;
  uint32_t padding;
  uint8_t data[];
};
