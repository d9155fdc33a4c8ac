/* Processes and their limits, and what is printed of them. */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "operations.h"
#include "output.h"
#include "processes.h"
#include "script_text.h"

static int resource_named(const char* name) {
  if (!strcmp(name, "as")) return RLIMIT_AS;
  if (!strcmp(name, "data")) return RLIMIT_DATA;
  if (!strcmp(name, "memlock")) return RLIMIT_MEMLOCK;
  fail("rlimit takes as, data or memlock, not '%s'", name);
}

static void run_rlimit(struct operation* operation) {
  const struct process* process = &processes[operation->process];
  int resource = resource_named(token(1));
  const char* text = token(2);
  uint64_t limits[2] = {~0ull, ~0ull};
  if (strcmp(text, "inf")) {
    limits[0] = expression(text, operation->process);
    if (is_undefined(operation)) return;
    if (*text == '+' && resource == RLIMIT_AS) limits[0] += address_space_pages(process) * PAGE_BYTES;
    if (*text == '+' && resource == RLIMIT_DATA) limits[0] += data_bytes(process);
  }
  if (resource == RLIMIT_MEMLOCK) limits[1] = MEMLOCK_BYTES > limits[0] ? MEMLOCK_BYTES : limits[0];
  command_clear(COMMAND_SYSCALL);
  outgoing->number = SYS_prlimit64;
  outgoing->argument[1] = resource;
  outgoing->buffer_arguments = 1 << 2;
  memcpy(outgoing->data, limits, sizeof limits);
  outgoing->input_bytes = sizeof limits;
  finish(operation, command_send(operation->process), 0);
}

static void run_fork(struct operation* operation) {
  const char* name = token(1);
  if (process_count == PROCESSES_MAX) fail("a script may have %d processes", PROCESSES_MAX);
  if (process_named(name) >= 0) fail("there has been a process %s already", name);
  if (strlen(name) >= PROCESS_NAME_BYTES) fail("'%s' is too long for a process", name);
  command_clear(COMMAND_FORK);
  outgoing->value = process_count;
  if (!command_send(operation->process)) {
    finish_dead(operation);
  } else if (command_failed()) {
    print_result(0);
  } else {
    process_forked(operation->process, name);
    print(",\"ret\":\"%s\"", name);
  }
}

static void run_exit(struct operation* operation) {
  uint64_t code = expression(optional_token(1, "0"), operation->process);
  if (is_undefined(operation)) return;
  command_clear(COMMAND_EXIT);
  outgoing->value = code;
  command_send(operation->process);
  process_died(operation->process);
  print(",\"exited\":%lu", code & 255);
}

static void run_kill(struct operation* operation) {
  int target = process_named(token(1));
  int signal = strcmp(optional_token(2, ""), "SIGTERM") ? SIGKILL : SIGTERM;
  if (target < 0 || !processes[target].is_alive) {
    skip(operation, "no process");
    return;
  }
  kill(processes[target].pid, signal);
  process_died(target);
  print(",\"ret\":0");
}

static void print_waited(void) {
  const char* name = "?";
  int status;
  for (int i = 0; i < process_count; i++) {
    if (processes[i].pid == incoming->result) name = processes[i].name;
  }
  memcpy(&status, incoming->data, sizeof status);
  print(",\"ret\":\"%s\"", name);
  if (WIFEXITED(status)) print(",\"status\":\"exit:%d\"", WEXITSTATUS(status));
  else if (WIFSIGNALED(status)) print(",\"status\":\"%s\"", signal_text(WTERMSIG(status)));
}

static void run_wait(struct operation* operation) {
  const char* name = optional_token(1, "any");
  int target = process_named(name);
  if (strcmp(name, "any") && target < 0) {
    skip(operation, "no process");
    return;
  }
  command_clear(COMMAND_SYSCALL);
  outgoing->number = SYS_wait4;
  outgoing->argument[0] = target < 0 ? -1 : processes[target].pid;
  outgoing->argument[2] = WNOHANG;
  outgoing->buffer_arguments = 1 << 1;
  outgoing->output_bytes = sizeof(int);
  if (!command_send(operation->process)) finish_dead(operation);
  else if (incoming->result > 0) print_waited();
  else print_result(0);
}

static void run_exec(struct operation* operation) {
  command_clear(COMMAND_EXEC);
  if (!command_send(operation->process)) {
    finish_dead(operation);
  } else if (command_failed()) {
    print_result(0);
  } else {
    print(",\"ret\":0");
    own_vmas_read(&processes[operation->process]);
  }
}

static void print_all(void) {
  int printed = 0;
  print(",\"procs\":[");
  for (int i = 0; i < process_count; i++) {
    if (!processes[i].is_alive) continue;
    print("%s{\"p\":\"%s\",\"brk\":\"%s\"", printed++ ? "," : "", processes[i].name,
          address_text(process_break(i)));
    print_memory_map(&processes[i], 1);
    print("}");
  }
  print("]");
}

static void run_dump(struct operation* operation) {
  if (!strcmp(optional_token(1, ""), "all")) {
    operation->dump = 0;
    print_all();
    return;
  }
  operation->dump = 2;
  print(",\"brk\":\"%s\"", address_text(process_break(operation->process)));
}

const struct operation_entry process_operations[] = {
    {"rlimit", run_rlimit}, {"fork", run_fork}, {"exit", run_exit}, {"kill", run_kill},
    {"wait", run_wait},     {"exec", run_exec}, {"dump", run_dump}, {0, 0}};
