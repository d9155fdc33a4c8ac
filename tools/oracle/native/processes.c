/* The processes under test. Descriptors of channels are set up once, before p0 starts, so that every
 * descendant has them at the same numbers, out of the way of what scripts open. */
#define _GNU_SOURCE
#include "processes.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output.h"

struct process processes[PROCESSES_MAX];
int process_count;
static int controller_fd[PROCESSES_MAX];
static uint8_t outgoing_bytes[sizeof(struct command) + BUFFER_BYTES];
static uint8_t incoming_bytes[sizeof(struct reply) + BUFFER_BYTES];
struct command* const outgoing = (struct command*)outgoing_bytes;
struct reply* const incoming = (struct reply*)incoming_bytes;

static void open_channels(void) {
  for (int i = 0; i < PROCESSES_MAX; i++) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair)) fail("cannot make a channel: %s", strerror(errno));
    controller_fd[i] = fcntl(pair[0], F_DUPFD_CLOEXEC, CONTROLLER_FD);
    if (fcntl(pair[1], F_DUPFD, CHANNEL_FD + i) != CHANNEL_FD + i)
      fail("descriptor %d is taken", CHANNEL_FD + i);
    close(pair[0]);
    close(pair[1]);
  }
}

static void drop_capabilities(void) {
  for (int capability = 0; capability <= CAP_LAST_CAP; capability++)
    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2];
  memset(none, 0, sizeof none);
  syscall(SYS_capset, &header, none);
}

static void become_executor(const char* program) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  personality(ADDR_NO_RANDOMIZE);
  struct rlimit stack = {8 << 20, 8 << 20}, core = {0, 0};
  setrlimit(RLIMIT_STACK, &stack);
  setrlimit(RLIMIT_CORE, &core);
  int null = open("/dev/null", O_RDWR);
  for (int fd = 0; fd < 3; fd++) dup2(null, fd);
  for (int fd = 3; fd < CHANNEL_FD; fd++) close(fd);
  for (int fd = CHANNEL_FD + PROCESSES_MAX; fd < CONTROLLER_FD; fd++) close(fd);
  umask(0);
  if (chdir("/")) _exit(96);
  drop_capabilities();
  char* arguments[] = {"mmoracle", "--executor", "00", 0};
  char* environment[] = {EXECUTOR_ENVIRONMENT, 0};
  execve(program, arguments, environment);
  _exit(95);
}

static int receive(int index) {
  ssize_t received = read(controller_fd[index], incoming_bytes, sizeof incoming_bytes);
  return received >= (ssize_t)sizeof(struct reply);
}

static int is_readable(int index, int milliseconds) {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(controller_fd[index], &set);
  struct timeval timeout = {milliseconds / 1000, milliseconds % 1000 * 1000};
  return select(controller_fd[index] + 1, &set, 0, 0, &timeout) > 0;
}

void processes_start(const char* program) {
  open_channels();
  pid_t pid = fork();
  if (pid < 0) fail("cannot fork: %s", strerror(errno));
  if (pid == 0) become_executor(program);
  processes[0] = (struct process){.is_alive = 1, .pid = pid, .parent = -1, .name = "p0"};
  process_count = 1;
  if (!is_readable(0, 5000) || !receive(0)) fail("the tested process did not start (root is needed)");
  own_vmas_read(&processes[0]);
  for (int i = 0; i < processes[0].own_count; i++) {
    if (strstr(processes[0].own[i].file, "[vvar]")) area_top = processes[0].own[i].start;
  }
  if (!area_top) fail("this kernel maps no [vvar]");
}

void processes_end(void) {
  for (int i = process_count - 1; i >= 0; i--) {
    if (processes[i].is_alive) kill(processes[i].pid, SIGKILL);
  }
  while (waitpid(-1, 0, 0) > 0);
}

int process_named(const char* name) {
  for (int i = 0; i < process_count; i++) {
    if (!strcmp(processes[i].name, name)) return i;
  }
  return -1;
}

/* Z, X or gone. */
static int is_dead(pid_t pid) {
  char path[64], text[512];
  sprintf(path, "/proc/%d/stat", pid);
  int fd = open(path, O_RDONLY);
  if (fd < 0) return 1;
  ssize_t length = read(fd, text, sizeof text - 1);
  close(fd);
  if (length <= 0) return 1;
  text[length] = 0;
  char* state = strrchr(text, ')');
  return !state || state[2] == 'Z' || state[2] == 'X';
}

void process_died(int index) {
  for (int turn = 0; !is_dead(processes[index].pid); turn++) {
    if (turn == 20000) fail("%s did not end", processes[index].name);
    usleep(200);
  }
  processes[index].is_alive = 0;
}

void command_clear(enum command_type type) {
  memset(outgoing, 0, sizeof *outgoing);
  outgoing->type = type;
}

int command_send(int index) {
  size_t length = sizeof *outgoing + outgoing->input_bytes;
  if (write(controller_fd[index], outgoing, length) != (ssize_t)length)
    fail("cannot send: %s", strerror(errno));
  for (;;) {
    if (is_readable(index, 20)) return receive(index);
    if (is_dead(processes[index].pid)) return is_readable(index, 0) && receive(index);
  }
}

int command_syscall(int index, int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                    uint64_t f) {
  command_clear(COMMAND_SYSCALL);
  outgoing->number = number;
  uint64_t arguments[] = {a, b, c, d, e, f};
  memcpy(outgoing->argument, arguments, sizeof arguments);
  return command_send(index);
}

int command_failed(void) { return incoming->result < 0 && incoming->result >= -4095; }

uint64_t process_break(int index) {
  struct command saved = *outgoing;
  int is_alive = command_syscall(index, SYS_brk, 0, 0, 0, 0, 0, 0);
  *outgoing = saved;
  return is_alive ? incoming->result : 0;
}

void process_forked(int parent, const char* name) {
  int child = process_count;
  struct process *of_parent = &processes[parent], *of_child = &processes[child];
  *of_child = (struct process){.is_alive = 1, .pid = incoming->result, .parent = parent};
  snprintf(of_child->name, sizeof of_child->name, "%s", name);
  process_count++;
  if (!receive(child)) fail("%s did not start", name);
  of_child->own_count = of_parent->own_count;
  memcpy(of_child->own, of_parent->own, sizeof of_parent->own);
  of_child->own_pages = of_parent->own_pages;
}
