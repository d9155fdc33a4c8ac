/* Calls on files and descriptors. Reads and writes use a buffer outside the tested memory, unless their name
 * says otherwise. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>

#include "operations.h"
#include "output.h"
#include "processes.h"
#include "script_text.h"

#define EXT4_MAGIC 0xef53
#define MEMFD_NAME_MAX 64

/* Puts the path of t:NAME or d:NAME into the command as its first argument. */
static void put_path(const char* file) {
  const char* directory = !strncmp(file, "t:", 2)   ? tmpfs_directory
                          : !strncmp(file, "d:", 2) ? disk_directory
                                                    : 0;
  if (!directory || !file[2] || strchr(file, '/')) fail("'%s' is not a file (t:NAME or d:NAME)", file);
  struct statfs system;
  if (*file == 'd' && (statfs(directory, &system) || system.f_type != EXT4_MAGIC)) {
    fail("d: files must lie on ext4; set TMPDIR to a directory on it");
  }
  outgoing->input_bytes = 1 + sprintf((char*)outgoing->data, "%s/%s", directory, file + 2);
  outgoing->buffer_arguments = 1 << 0;
}

/* The first argument, which must not be one of the oracle's own descriptors. */
static uint64_t descriptor(const struct operation* operation) {
  uint64_t fd = argument(operation, 1);
  if ((uint32_t)fd >= CHANNEL_FD && (uint32_t)fd < RESERVED_FD_END) {
    fail("descriptors %d to %d are the oracle's own", CHANNEL_FD, RESERVED_FD_END - 1);
  }
  return fd;
}

static void run_open(struct operation* operation) {
  command_clear(COMMAND_SYSCALL);
  outgoing->number = SYS_open;
  put_path(token(1));
  outgoing->argument[1] = word_list(token(2), open_words, "open flag");
  outgoing->argument[2] = strtoul(keyword("mode", "0666"), 0, 8);
  finish(operation, command_send(operation->process), 0);
}

static void run_unlink(struct operation* operation) {
  command_clear(COMMAND_SYSCALL);
  outgoing->number = SYS_unlink;
  put_path(token(1));
  finish(operation, command_send(operation->process), 0);
}

static void run_memfd(struct operation* operation) {
  command_clear(COMMAND_SYSCALL);
  outgoing->number = SYS_memfd_create;
  snprintf((char*)outgoing->data, MEMFD_NAME_MAX, "%s", token(1));
  outgoing->input_bytes = strlen((char*)outgoing->data) + 1;
  outgoing->buffer_arguments = 1 << 0;
  finish(operation, command_send(operation->process), 0);
}

static void run_on_descriptor(struct operation* operation, int64_t number) {
  uint64_t fd = descriptor(operation);
  if (is_undefined(operation)) return;
  finish(operation, command_syscall(operation->process, number, fd, 0, 0, 0, 0, 0), 0);
}

static void run_close(struct operation* operation) { run_on_descriptor(operation, SYS_close); }
static void run_dup(struct operation* operation) { run_on_descriptor(operation, SYS_dup); }
static void run_fsync(struct operation* operation) { run_on_descriptor(operation, SYS_fsync); }
static void run_fdatasync(struct operation* operation) { run_on_descriptor(operation, SYS_fdatasync); }

static void run_fsize(struct operation* operation) {
  uint64_t fd = descriptor(operation);
  if (is_undefined(operation)) return;
  command_clear(COMMAND_SYSCALL);
  outgoing->number = SYS_fstat;
  outgoing->argument[0] = fd;
  outgoing->buffer_arguments = 1 << 1;
  outgoing->output_bytes = sizeof(struct stat);
  int is_alive = command_send(operation->process);
  if (is_alive && !command_failed()) incoming->result = ((struct stat*)incoming->data)->st_size;
  finish(operation, is_alive, 0);
}

static void run_ftruncate(struct operation* operation) {
  uint64_t fd = descriptor(operation), length = argument(operation, 2);
  if (is_undefined(operation)) return;
  finish(operation, command_syscall(operation->process, SYS_ftruncate, fd, length, 0, 0, 0, 0), 0);
}

static void run_fallocate(struct operation* operation) {
  uint64_t fd = descriptor(operation), mode = word_list(token(2), fallocate_words, "fallocate mode");
  uint64_t offset = argument(operation, 3), length = argument(operation, 4);
  if (is_undefined(operation)) return;
  finish(operation, command_syscall(operation->process, SYS_fallocate, fd, mode, offset, length, 0, 0), 0);
}

static void run_lseek(struct operation* operation) {
  uint64_t fd = descriptor(operation), offset = argument(operation, 2), whence = argument(operation, 3);
  if (is_undefined(operation)) return;
  finish(operation, command_syscall(operation->process, SYS_lseek, fd, offset, whence, 0, 0, 0), 0);
}

static void run_reading(struct operation* operation, int64_t number) {
  uint64_t fd = descriptor(operation), length = argument(operation, 2);
  uint64_t offset = number == SYS_pread64 ? argument(operation, 3) : 0;
  if (is_undefined(operation)) return;
  if (length > BUFFER_BYTES) fail("%s: at most %d bytes", operation->name, BUFFER_BYTES);
  command_clear(COMMAND_SYSCALL);
  outgoing->number = number;
  outgoing->argument[0] = fd;
  outgoing->argument[2] = length;
  outgoing->argument[3] = offset;
  outgoing->buffer_arguments = 1 << 1;
  outgoing->output_bytes = length;
  int is_alive = command_send(operation->process);
  finish(operation, is_alive, 0);
  if (is_alive && !command_failed()) print_bytes(incoming->data, incoming->result);
}

static void run_pread(struct operation* operation) { run_reading(operation, SYS_pread64); }
static void run_rd(struct operation* operation) { run_reading(operation, SYS_read); }

static void run_writing(struct operation* operation, int64_t number) {
  int has_offset = number == SYS_pwrite64;
  uint64_t fd = descriptor(operation), offset = has_offset ? argument(operation, 2) : 0;
  if (is_undefined(operation)) return;
  command_clear(COMMAND_SYSCALL);
  uint32_t length = data_pattern(token(has_offset ? 3 : 2), outgoing->data);
  outgoing->number = number;
  outgoing->argument[0] = fd;
  outgoing->argument[2] = length;
  outgoing->argument[3] = offset;
  outgoing->buffer_arguments = 1 << 1;
  outgoing->input_bytes = length;
  finish(operation, command_send(operation->process), 0);
}

static void run_pwrite(struct operation* operation) { run_writing(operation, SYS_pwrite64); }
static void run_wr(struct operation* operation) { run_writing(operation, SYS_write); }

/* The buffer lies in the tested memory: the kernel itself faults there. */
static void run_with_user_buffer(struct operation* operation, int64_t number) {
  uint64_t fd = descriptor(operation), address = argument(operation, 2);
  uint64_t length = argument(operation, 3), offset = argument(operation, 4);
  if (is_undefined(operation) || is_unsafe(operation, address, length, 0)) return;
  finish(operation, command_syscall(operation->process, number, fd, address, length, offset, 0, 0), 0);
}

static void run_preadto(struct operation* operation) { run_with_user_buffer(operation, SYS_pread64); }
static void run_pwritefrom(struct operation* operation) { run_with_user_buffer(operation, SYS_pwrite64); }

const struct operation_entry file_operations[] = {{"open", run_open},
                                                  {"unlink", run_unlink},
                                                  {"memfd", run_memfd},
                                                  {"close", run_close},
                                                  {"dup", run_dup},
                                                  {"fsync", run_fsync},
                                                  {"fdatasync", run_fdatasync},
                                                  {"fsize", run_fsize},
                                                  {"ftruncate", run_ftruncate},
                                                  {"fallocate", run_fallocate},
                                                  {"lseek", run_lseek},
                                                  {"pread", run_pread},
                                                  {"rd", run_rd},
                                                  {"pwrite", run_pwrite},
                                                  {"wr", run_wr},
                                                  {"preadto", run_preadto},
                                                  {"pwritefrom", run_pwritefrom},
                                                  {0, 0}};
