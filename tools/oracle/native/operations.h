/* What the words of the script language do. */
#pragma once
#include <stdint.h>

/* One operation while it runs. Its record is opened before it starts and closed after it. */
struct operation {
  const char* name;     /* its word */
  int process;          /* who acts */
  const char* assigned; /* name that remembers the result, or "" */
  int dump;             /* what to append: 0 nothing, 1 VMAs, 2 VMAs with residency */
};

struct operation_entry {
  const char* name;
  void (*run)(struct operation*);
};

/* One table a kind, each ended by a nameless entry. */
extern const struct operation_entry memory_operations[], access_operations[], file_operations[],
    process_operations[];

/* An argument of the current line as a number. */
uint64_t argument(const struct operation* operation, int index);

/* Whether the operation must not run: it prints why, and nothing else will be printed. */
int is_undefined(struct operation* operation);
int is_unsafe(struct operation* operation, uint64_t address, uint64_t length_bytes, int whole_pages);
void skip(struct operation* operation, const char* reason);

/* Ends of an operation: the result of a system call (which the name remembers), or the death of the acting
 * process. */
void finish(struct operation* operation, int is_alive, int is_address);
void finish_dead(struct operation* operation);
void print_result(int is_address);
void print_faults(void);
