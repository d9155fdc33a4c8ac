/* Calls on address ranges, and the break. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>

#include "operations.h"
#include "output.h"
#include "processes.h"
#include "script_text.h"

#define MAP_FIXED_BIT 0x10
#define MREMAP_FIXED_BIT 2
#define MLOCK_ONFAULT_BIT 1
#define SYS_MSEAL 462
#define MINCORE_PAGES_MAX 65536

static void run_mmap(struct operation* operation) {
  int process = operation->process;
  uint64_t address = expression(keyword("addr", "0"), process);
  uint64_t length = expression(keyword("len", "0"), process);
  uint64_t offset = expression(keyword("off", "0"), process);
  uint64_t fd = expression(keyword("fd", "-1"), process);
  uint64_t bits = protection(keyword("prot", "rw"));
  uint64_t flags = word_list(keyword("flags", "private,anon"), mmap_words, "mmap flag");
  if (is_undefined(operation) || ((flags & MAP_FIXED_BIT) && is_unsafe(operation, address, length, 1)))
    return;
  finish(operation, command_syscall(process, SYS_mmap, address, length, bits, flags, fd, offset), 1);
}

/* A call on a range, with a third argument that depends on the call. */
static void run_on_range(struct operation* operation, int64_t number, uint64_t third) {
  uint64_t address = argument(operation, 1), length = argument(operation, 2);
  if (is_undefined(operation) || is_unsafe(operation, address, length, 1)) return;
  finish(operation, command_syscall(operation->process, number, address, length, third, 0, 0, 0), 0);
}

static void run_munmap(struct operation* operation) { run_on_range(operation, SYS_munmap, 0); }
static void run_munlock(struct operation* operation) { run_on_range(operation, SYS_munlock, 0); }
static void run_mseal(struct operation* operation) { run_on_range(operation, SYS_MSEAL, 0); }
static void run_mprotect(struct operation* operation) {
  run_on_range(operation, SYS_mprotect, protection(token(3)));
}
static void run_madvise(struct operation* operation) {
  run_on_range(operation, SYS_madvise, advice(token(3)));
}

static void run_msync(struct operation* operation) {
  run_on_range(operation, SYS_msync, word_list(token(3), msync_words, "msync flag"));
}

static void run_mlock(struct operation* operation) {
  int on_fault = !strcmp(optional_token(3, ""), "onfault");
  run_on_range(operation, on_fault ? SYS_mlock2 : SYS_mlock, on_fault ? MLOCK_ONFAULT_BIT : 0);
}

static void run_mremap(struct operation* operation) {
  uint64_t address = argument(operation, 1), old_length = argument(operation, 2),
           new_length = argument(operation, 3);
  uint64_t flags = word_list(optional_token(4, "none"), mremap_words, "mremap flag");
  uint64_t new_address = expression(optional_token(5, "0"), operation->process);
  if (is_undefined(operation) || is_unsafe(operation, address, old_length ? old_length : 1, 1)) return;
  if ((flags & MREMAP_FIXED_BIT) && is_unsafe(operation, new_address, new_length, 1)) return;
  int is_alive =
      command_syscall(operation->process, SYS_mremap, address, old_length, new_length, flags, new_address, 0);
  finish(operation, is_alive, 1);
}

static void print_vector(void) {
  print(",\"vec\":\"");
  uint64_t run = 0;
  for (uint32_t i = 0; i < incoming->output_bytes; i++) {
    run++;
    int bit = incoming->data[i] & 1;
    if (i + 1 < incoming->output_bytes && (incoming->data[i + 1] & 1) == bit) continue;
    print("%lux%d%s", run, bit, i + 1 < incoming->output_bytes ? " " : "");
    run = 0;
  }
  print("\"");
}

/* A range longer than the buffer can only fail, as long as not all of it is mapped. */
static void run_mincore(struct operation* operation) {
  uint64_t address = argument(operation, 1), length = argument(operation, 2);
  if (is_undefined(operation)) return;
  uint64_t pages = (length + PAGE_BYTES - 1) / PAGE_BYTES;
  command_clear(COMMAND_SYSCALL);
  outgoing->number = SYS_mincore;
  outgoing->argument[0] = address;
  outgoing->argument[1] = length;
  outgoing->buffer_arguments = 1 << 2;
  outgoing->output_bytes = pages > MINCORE_PAGES_MAX ? 1 : pages;
  int is_alive = command_send(operation->process);
  finish(operation, is_alive, 0);
  if (is_alive && incoming->result == 0) print_vector();
}

static void run_brk(struct operation* operation) {
  uint64_t address = argument(operation, 1);
  if (is_undefined(operation)) return;
  finish(operation, command_syscall(operation->process, SYS_brk, address, 0, 0, 0, 0, 0), 1);
}

/* The C library's rule: the old break, or ENOMEM when the break is not where it was wanted. */
static void run_sbrk(struct operation* operation) {
  uint64_t before = process_break(operation->process), increment = argument(operation, 1);
  if (is_undefined(operation)) return;
  int is_alive = command_syscall(operation->process, SYS_brk, before + increment, 0, 0, 0, 0, 0);
  int has_moved = increment == 0 || (uint64_t)incoming->result == before + increment;
  if (is_alive) incoming->result = has_moved ? (int64_t)before : -ENOMEM;
  finish(operation, is_alive, 1);
}

const struct operation_entry memory_operations[] = {{"mmap", run_mmap},
                                                    {"munmap", run_munmap},
                                                    {"mprotect", run_mprotect},
                                                    {"madvise", run_madvise},
                                                    {"msync", run_msync},
                                                    {"mlock", run_mlock},
                                                    {"munlock", run_munlock},
                                                    {"mseal", run_mseal},
                                                    {"mremap", run_mremap},
                                                    {"mincore", run_mincore},
                                                    {"brk", run_brk},
                                                    {"sbrk", run_sbrk},
                                                    {0, 0}};
