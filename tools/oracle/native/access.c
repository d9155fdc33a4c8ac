/* Single accesses. Each routine between access_begin and access_end is one access and a return:
 *
 *     in   rdi address, rsi value          out   rax value read, edx 0 fine / 1 faulted
 *
 * A signal inside that window is recorded, and execution goes on at access_faulted. Executing one instruction
 * of the tested memory uses the trap flag: the first trap comes before the instruction, the second after it.
 */
#define _GNU_SOURCE
#include "access.h"

#include <signal.h>
#include <string.h>
#include <ucontext.h>

#include "raw_syscall.h"

#define TRAP_FLAG 0x100

__asm__(
    ".text\n"
    ".globl access_begin, access_end, access_faulted, access_executed\n"
    "access_begin:\n"
    "access_read1:   movzbl (%rdi),%eax; xor %edx,%edx; ret\n"
    "access_write1:  movb %sil,(%rdi); xor %edx,%edx; ret\n"
    "access_read8:   movq (%rdi),%rax; xor %edx,%edx; ret\n"
    "access_write8:  movq %rsi,(%rdi); xor %edx,%edx; ret\n"
    "access_add8:    addq %rsi,(%rdi); xor %edx,%edx; ret\n"
    "access_execute: movq %rsi,%rax; pushfq; orq $0x100,(%rsp); popfq; jmp *%rdi\n"
    "access_end:\n"
    "access_faulted:  movl $1,%edx; ret\n"
    "access_executed: xor %edx,%edx; ret\n");

struct outcome {
  uint64_t value, faulted;
};
extern char access_begin[], access_end[], access_faulted[], access_executed[];
struct outcome access_read1(uint64_t), access_write1(uint64_t, uint64_t), access_read8(uint64_t);
struct outcome access_write8(uint64_t, uint64_t), access_add8(uint64_t, uint64_t),
    access_execute(uint64_t, uint64_t);

static volatile int fault_signal, fault_code;
static volatile uint64_t fault_address;
static volatile uint64_t execute_target,
    execute_stack; /* target is 0 unless an instruction is being executed */
static volatile int execute_entered;
static uint64_t scratch[8] __attribute__((aligned(64)));

static void record_fault(int signal, siginfo_t* info) {
  fault_signal = signal;
  fault_code = info->si_code;
  fault_address = (uint64_t)info->si_addr;
}

static void leave_execution(greg_t* registers, char* where) {
  registers[REG_EFL] &= ~TRAP_FLAG;
  registers[REG_RSP] = execute_stack;
  registers[REG_RIP] = (greg_t)where;
  execute_target = 0;
}

static void on_signal(int signal, siginfo_t* info, void* context) {
  greg_t* registers = ((ucontext_t*)context)->uc_mcontext.gregs;
  uint64_t instruction = registers[REG_RIP];
  if (execute_target) {
    if (signal == SIGTRAP && instruction == execute_target && !execute_entered) {
      execute_entered = 1;
      return;
    }
    if (signal != SIGTRAP) record_fault(signal, info);
    leave_execution(registers, signal == SIGTRAP ? access_executed : access_faulted);
    return;
  }
  if (instruction >= (uint64_t)access_begin && instruction < (uint64_t)access_end) {
    record_fault(signal, info);
    registers[REG_RIP] = (greg_t)access_faulted;
    return;
  }
  raw_syscall(SYS_exit_group, 99, 0, 0, 0, 0, 0);
}

void access_set_handlers(int take_default) {
  static const int signals[] = {SIGSEGV, SIGBUS, SIGTRAP, SIGILL};
  for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    if (take_default) {
      action.sa_handler = SIG_DFL;
    } else {
      action.sa_sigaction = on_signal;
      action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    }
    sigaction(signals[i], &action, 0);
  }
}

/* The handler must know where access_execute's return address lies on the stack. */
static struct outcome execute(uint64_t target) {
  struct outcome outcome;
  execute_entered = 0;
  __asm__ volatile(
      "leaq -8(%%rsp),%%rax\n movq %%rax,%[stack]\n movq %[target],%[execute]\n"
      "movq %[target],%%rdi\n leaq %[scratch],%%rsi\n call access_execute\n"
      : "=&a"(outcome.value),
        "=&d"(outcome.faulted), [stack] "=m"(execute_stack), [execute] "=m"(execute_target)
      : [target] "r"(target), [scratch] "m"(scratch[0])
      : "rdi", "rsi", "rcx", "r8", "r9", "r10", "r11", "memory", "cc");
  execute_target = 0;
  return outcome;
}

int access_once(uint32_t kind, uint64_t address, uint64_t value, uint64_t* read, struct fault* fault) {
  struct outcome outcome = {0, 0};
  switch (kind) {
    case ACCESS_READ1: outcome = access_read1(address); break;
    case ACCESS_WRITE1: outcome = access_write1(address, value); break;
    case ACCESS_READ8: outcome = access_read8(address); break;
    case ACCESS_WRITE8: outcome = access_write8(address, value); break;
    case ACCESS_ADD8: outcome = access_add8(address, value); break;
    case ACCESS_EXECUTE: outcome = execute(address); break;
  }
  if (outcome.faulted & 0xff) {
    fault->signal = fault_signal;
    fault->code = fault_code;
    fault->address = fault_address;
    return 0;
  }
  *read = outcome.value;
  return 1;
}
