/* What all operations share: arguments, reasons not to run, results. */
#define _GNU_SOURCE
#include "operations.h"

#include "output.h"
#include "processes.h"
#include "script_text.h"

uint64_t argument(const struct operation* operation, int index) {
  return expression(token(index), operation->process);
}

void skip(struct operation* operation, const char* reason) {
  print(",\"skip\":\"%s\"", reason);
  if (*operation->assigned) name_set(operation->assigned, 0, 0);
  operation->dump = 0;
}

int is_undefined(struct operation* operation) {
  const char* name = undefined_name();
  if (!name) return 0;
  print(",\"skip\":\"undef %s\"", name);
  if (*operation->assigned) name_set(operation->assigned, 0, 0);
  operation->dump = 0;
  return 1;
}

int is_unsafe(struct operation* operation, uint64_t address, uint64_t length_bytes, int whole_pages) {
  if (!own_vmas_hit(&processes[operation->process], address, length_bytes, whole_pages)) return 0;
  skip(operation, "unsafe");
  return 1;
}

void print_result(int is_address) {
  int64_t result = incoming->result;
  if (command_failed()) print(",\"ret\":-1,\"err\":\"%s\"", errno_text(-result));
  else if (is_address) print(",\"ret\":\"%s\"", address_text(result));
  else print(",\"ret\":%ld", (long)result);
}

void print_faults(void) {
  print(",\"min\":%ld,\"maj\":%ld", (long)incoming->minor_faults, (long)incoming->major_faults);
}

void finish_dead(struct operation* operation) {
  process_died(operation->process);
  print(",\"died\":true");
  if (*operation->assigned) name_set(operation->assigned, 0, 0);
}

void finish(struct operation* operation, int is_alive, int is_address) {
  if (!is_alive) {
    finish_dead(operation);
    return;
  }
  print_result(is_address);
  print_faults();
  if (*operation->assigned) name_set(operation->assigned, incoming->result, !command_failed());
}
