/* The process under test: waits for a command, does it between two readings of its fault counters, replies.
 *
 * EX1. Between the two readings nothing runs but the command: no library call, no page that was not touched
 * before. EX2. After every fork and exec all pages of the program itself are touched again before the next
 * command.
 */
#define _GNU_SOURCE
#include "executor.h"

#include <errno.h>
#include <linux/prctl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "access.h"
#include "raw_syscall.h"

static uint8_t command_bytes[sizeof(struct command) + BUFFER_BYTES] __attribute__((aligned(4096)));
static uint8_t reply_bytes[sizeof(struct reply) + BUFFER_BYTES] __attribute__((aligned(4096)));
static uint8_t buffer[BUFFER_BYTES] __attribute__((aligned(4096)));
static uint8_t signal_stack[65536] __attribute__((aligned(4096)));
static struct command* const command = (struct command*)command_bytes;
static struct reply* const reply = (struct reply*)reply_bytes;
extern char __executable_start[], etext[], end[], __data_start[];

__attribute__((noinline)) static void touch_stack(void) {
  volatile uint8_t room[40 * 1024];
  for (unsigned i = 0; i < sizeof room; i += 512) room[i] = room[i];
}

static void touch_program(void) {
  volatile uint8_t sum = 0;
  for (uint64_t page = (uint64_t)__executable_start; page < (uint64_t)end; page += PAGE_BYTES) {
    sum += *(volatile uint8_t*)page;
  }
  uint64_t data = (uint64_t)__data_start;
  for (uint64_t page = data & ~(PAGE_BYTES - 1); page < (uint64_t)end; page += PAGE_BYTES) {
    volatile uint8_t* byte = (uint8_t*)(page < data ? data : page);
    *byte = *byte;
  }
  volatile uint8_t* thread_local_byte = (uint8_t*)&errno;
  *thread_local_byte = *thread_local_byte;
  touch_stack();
}

static void read_faults(int64_t* minor, int64_t* major) {
  static struct rusage usage;
  raw_syscall(SYS_getrusage, RUSAGE_THREAD, (uint64_t)&usage, 0, 0, 0, 0);
  *minor = usage.ru_minflt;
  *major = usage.ru_majflt;
}

/* Moves the break into the otherwise empty area B, with start_data == end_data so that RLIMIT_DATA counts
 * only the heap and data VMAs. PR_SET_MM_MAP needs no capability. */
static void move_break(void) {
  uint64_t stack = (uint64_t)__builtin_frame_address(0);
  struct prctl_mm_map map = {
      .start_code = (uint64_t)__executable_start,
      .end_code = (uint64_t)etext,
      .start_data = (uint64_t)__data_start,
      .end_data = (uint64_t)__data_start,
      .start_brk = AREA_B,
      .brk = AREA_B,
      .start_stack = stack,
      .arg_start = stack,
      .arg_end = stack,
      .env_start = stack,
      .env_end = stack,
      .exe_fd = -1u,
  };
  if (prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof map, 0)) _exit(98);
}

static void prepare(void) {
  stack_t stack = {.ss_sp = signal_stack, .ss_size = sizeof signal_stack};
  sigaltstack(&stack, 0);
  access_set_handlers(0);
  prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
  struct rlimit memlock = {MEMLOCK_BYTES, MEMLOCK_BYTES}, unlimited = {RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_MEMLOCK, &memlock);
  setrlimit(RLIMIT_AS, &unlimited);
  setrlimit(RLIMIT_DATA, &unlimited);
  move_break();
  touch_program();
}

static void do_syscall(void) {
  uint64_t argument[6];
  int64_t minor, major, minor_after, major_after;
  for (int i = 0; i < 6; i++) {
    argument[i] = command->argument[i] + ((command->buffer_arguments >> i & 1) ? (uint64_t)buffer : 0);
  }
  for (uint32_t i = 0; i < command->input_bytes; i++) ((volatile uint8_t*)buffer)[i] = command->data[i];
  read_faults(&minor, &major);
  reply->result = raw_syscall(command->number, argument[0], argument[1], argument[2], argument[3],
                              argument[4], argument[5]);
  read_faults(&minor_after, &major_after);
  reply->minor_faults = minor_after - minor;
  reply->major_faults = major_after - major;
  reply->output_bytes = command->output_bytes;
  for (uint32_t i = 0; i < command->output_bytes; i++) reply->data[i] = ((volatile uint8_t*)buffer)[i];
}

static void do_accesses(void) {
  int64_t minor, major, minor_after, major_after;
  uint64_t hash = 0xcbf29ce484222325ull, done;
  uint32_t byte_count = 0;
  struct fault fault;
  if (command->type == COMMAND_CRASH) access_set_handlers(1);
  read_faults(&minor, &major);
  for (done = 0; done < command->count; done++) {
    uint64_t value = 0, address = command->argument[0] + done * command->stride;
    if (!access_once(command->kind, address, command->value, &value, &fault)) {
      reply->signal = fault.signal;
      reply->code = fault.code;
      reply->address = fault.address;
      break;
    }
    reply->last_value = value;
    if (command->kind != ACCESS_READ1) continue;
    hash = (hash ^ (value & 255)) * 0x100000001b3ull;
    if (command->wants_bytes && byte_count < BUFFER_BYTES) reply->data[byte_count++] = value;
  }
  read_faults(&minor_after, &major_after);
  if (command->type == COMMAND_CRASH) access_set_handlers(0);
  reply->minor_faults = minor_after - minor;
  reply->major_faults = major_after - major;
  reply->done = done;
  reply->hash = hash;
  reply->output_bytes = byte_count;
}

/* Returns the channel of the process that goes on here: the child has its own. */
static int do_fork(int fd) {
  int64_t pid = raw_syscall(SYS_fork, 0, 0, 0, 0, 0, 0);
  if (pid == 0) fd = CHANNEL_FD + (int)command->value;
  if (pid >= 0) touch_program();
  reply->result = pid == 0 ? raw_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0) : pid;
  return fd;
}

static void do_exec(int fd) {
  static char number[3];
  static char* arguments[] = {"mmoracle", "--executor", number, 0};
  static char* environment[] = {EXECUTOR_ENVIRONMENT, 0};
  int channel = fd - CHANNEL_FD;
  number[0] = '0' + channel / 10;
  number[1] = '0' + channel % 10;
  reply->result = raw_syscall(SYS_execve, (uint64_t)"/proc/self/exe", (uint64_t)arguments,
                              (uint64_t)environment, 0, 0, 0);
}

static void send_reply(int fd) {
  int64_t sent = raw_syscall(SYS_write, fd, (uint64_t)reply, sizeof *reply + reply->output_bytes, 0, 0, 0);
  if (sent < 0) raw_syscall(SYS_exit_group, 97, 0, 0, 0, 0, 0);
}

void executor_run(int channel) {
  int fd = CHANNEL_FD + channel;
  prepare();
  reply->result = getpid();
  send_reply(fd);
  for (;;) {
    int64_t received = raw_syscall(SYS_read, fd, (uint64_t)command_bytes, sizeof command_bytes, 0, 0, 0);
    if (received <= 0) raw_syscall(SYS_exit_group, 0, 0, 0, 0, 0, 0);
    for (unsigned i = 0; i < sizeof *reply; i++) ((volatile uint8_t*)reply)[i] = 0;
    switch (command->type) {
      case COMMAND_SYSCALL: do_syscall(); break;
      case COMMAND_ACCESS:
      case COMMAND_CRASH: do_accesses(); break;
      case COMMAND_FORK: fd = do_fork(fd); break;
      case COMMAND_EXIT: raw_syscall(SYS_exit_group, command->value, 0, 0, 0, 0, 0); break;
      case COMMAND_EXEC: do_exec(fd); break;
    }
    send_reply(fd);
  }
}
