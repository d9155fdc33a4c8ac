/* The processes under test, as the controller sees them, and how it talks to them. */
#pragma once
#include <sys/types.h>

#include "memory_map.h"
#include "protocol.h"

#define OWN_VMAS_MAX 24
#define PROCESS_NAME_BYTES 8

struct process {
  int is_alive, parent;
  pid_t pid;
  int own_count; /* VMAs that the program itself has; never listed */
  struct vma own[OWN_VMAS_MAX];
  uint64_t own_pages;
  char name[PROCESS_NAME_BYTES];
};

extern struct process processes[PROCESSES_MAX];
extern int process_count;
extern struct command* const outgoing; /* the command being put together */
extern struct reply* const incoming;   /* the last reply */

void processes_start(const char* program);         /* spawns p0 */
void processes_end(void);                          /* kills and reaps all */
int process_named(const char* name);               /* index, or -1 */
void process_forked(int parent, const char* name); /* after COMMAND_FORK went well: enters the child */
void process_died(int index);

void command_clear(enum command_type type);
int command_send(int index); /* sends outgoing; 1 and incoming, or 0 when the process died of it */
int command_syscall(int index, int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                    uint64_t f);
int command_failed(void);          /* incoming->result is an errno */
uint64_t process_break(int index); /* leaves outgoing as it was, incoming not */
