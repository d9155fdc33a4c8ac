/* Loads, stores and instruction fetches in the tested memory. */
#define _GNU_SOURCE
#include <string.h>

#include "operations.h"
#include "output.h"
#include "processes.h"
#include "script_text.h"

#define INSTRUCTION_BYTES_MAX 16
#define PRINTED_BYTES_MAX 64

static void print_signal(void) {
  int signal = incoming->signal;
  print(",\"sig\":\"%s\",\"code\":\"%s\"", signal_text(signal), signal_code_text(signal, incoming->code));
  print(",\"at\":\"%s\"", address_text(incoming->address));
}

static void set_access(enum command_type type, uint32_t kind, uint64_t address, uint64_t count) {
  command_clear(type);
  outgoing->kind = kind;
  outgoing->argument[0] = address;
  outgoing->count = count;
}

static void run_touch(struct operation* operation) {
  const char* access = token(1);
  if (strlen(access) != 1 || !strchr("rwx", *access)) fail("touch takes r, w or x, not '%s'", access);
  uint32_t kind = *access == 'r' ? ACCESS_READ1 : *access == 'w' ? ACCESS_WRITE1 : ACCESS_EXECUTE;
  uint64_t address = argument(operation, 2);
  uint64_t count = expression(keyword("n", "1"), operation->process);
  uint64_t step = expression(keyword("step", "0x1000"), operation->process);
  uint64_t value = expression(keyword("val", "0x77"), operation->process);
  uint64_t span = count ? (count - 1) * step + (kind == ACCESS_EXECUTE ? INSTRUCTION_BYTES_MAX : 1) : 1;
  if (is_undefined(operation) || is_unsafe(operation, address, span, 0)) return;
  set_access(strcmp(operation->name, "crash") ? COMMAND_ACCESS : COMMAND_CRASH, kind, address, count);
  outgoing->stride = step;
  outgoing->value = value;
  if (!command_send(operation->process)) {
    finish_dead(operation);
    return;
  }
  print(",\"done\":%lu", incoming->done);
  if (incoming->signal) print_signal();
  print_faults();
}

static void run_word(struct operation* operation, uint32_t kind, uint64_t length, int is_load) {
  uint64_t address = argument(operation, 1), value = is_load ? 0 : argument(operation, 2);
  if (is_undefined(operation) || is_unsafe(operation, address, length, 0)) return;
  set_access(COMMAND_ACCESS, kind, address, 1);
  outgoing->value = value;
  if (!command_send(operation->process)) {
    finish_dead(operation);
    return;
  }
  if (incoming->signal) print_signal();
  else if (is_load) print(",\"val\":\"0x%lx\"", incoming->last_value);
  print_faults();
}

static void run_load8(struct operation* operation) { run_word(operation, ACCESS_READ8, 8, 1); }
static void run_load1(struct operation* operation) { run_word(operation, ACCESS_READ1, 1, 1); }
static void run_store8(struct operation* operation) { run_word(operation, ACCESS_WRITE8, 8, 0); }
static void run_store1(struct operation* operation) { run_word(operation, ACCESS_WRITE1, 1, 0); }
static void run_add8(struct operation* operation) { run_word(operation, ACCESS_ADD8, 8, 0); }

static void run_bytes(struct operation* operation, int is_read) {
  uint64_t address = argument(operation, 1), length = argument(operation, 2);
  uint64_t value = is_read ? 0 : argument(operation, 3);
  if (is_undefined(operation) || is_unsafe(operation, address, length, 0)) return;
  set_access(COMMAND_ACCESS, is_read ? ACCESS_READ1 : ACCESS_WRITE1, address, length);
  outgoing->stride = 1;
  outgoing->value = value;
  outgoing->wants_bytes = is_read && length <= PRINTED_BYTES_MAX;
  if (!command_send(operation->process)) {
    finish_dead(operation);
    return;
  }
  print(",\"done\":%lu", incoming->done);
  if (incoming->signal) print_signal();
  else if (is_read && length <= PRINTED_BYTES_MAX) print_bytes(incoming->data, incoming->output_bytes);
  else if (is_read) print(",\"fnv\":\"%016lx\"", incoming->hash);
  print_faults();
}

static void run_read(struct operation* operation) { run_bytes(operation, 1); }
static void run_fill(struct operation* operation) { run_bytes(operation, 0); }

const struct operation_entry access_operations[] = {{"touch", run_touch},   {"crash", run_touch},
                                                    {"load8", run_load8},   {"load1", run_load1},
                                                    {"store8", run_store8}, {"store1", run_store1},
                                                    {"add8", run_add8},     {"read", run_read},
                                                    {"fill", run_fill},     {0, 0}};
