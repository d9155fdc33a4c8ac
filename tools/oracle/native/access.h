/* Single accesses that may fault: each is one instruction, and a signal during it ends the access, not the
 * process. */
#pragma once
#include "protocol.h"

struct fault {
  int signal, code;
  uint64_t address;
};

/* Handlers for SIGSEGV, SIGBUS, SIGTRAP and SIGILL: ours, or the default. */
void access_set_handlers(int take_default);

/* One access. Returns 1 and the value read, or 0 and the fault. */
int access_once(uint32_t kind, uint64_t address, uint64_t value, uint64_t* read, struct fault* fault);
