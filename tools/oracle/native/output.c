/* The answer, as text. Collected in a buffer; a failure discards what is not out yet. */
#define _GNU_SOURCE
#include "output.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol.h"

#define COLLECTED_MAX (1 << 22)
#define PIECE_MAX (1 << 16)

uint64_t area_top;
static char collected[COLLECTED_MAX];
static int collected_bytes;
static void (*clean_up)(void);

void print(const char* format, ...) {
  va_list values;
  va_start(values, format);
  collected_bytes +=
      vsnprintf(collected + collected_bytes, sizeof collected - collected_bytes, format, values);
  va_end(values);
  if (collected_bytes > COLLECTED_MAX - PIECE_MAX) print_flush();
}

void print_flush(void) {
  fwrite(collected, 1, collected_bytes, stdout);
  fflush(stdout);
  collected_bytes = 0;
}

void print_quoted(const char* text) {
  print("\"");
  for (; *text; text++) {
    if (*text == '"' || *text == '\\') print("\\%c", *text);
    else print("%c", (uint8_t)*text < 32 ? ' ' : *text);
  }
  print("\"");
}

void print_bytes(const uint8_t* bytes, uint64_t byte_count) {
  if (byte_count > 64) {
    uint64_t hash = 0xcbf29ce484222325ull;
    for (uint64_t i = 0; i < byte_count; i++) hash = (hash ^ bytes[i]) * 0x100000001b3ull;
    print(",\"fnv\":\"%016lx\"", hash);
    return;
  }
  print(",\"hex\":\"");
  for (uint64_t i = 0; i < byte_count; i++) print("%02x", bytes[i]);
  print("\"");
}

static char* next_text(void) {
  static char texts[8][40];
  static int next;
  return texts[next = (next + 1) & 7];
}

const char* address_text(uint64_t address) {
  char* text = next_text();
  if (address >= AREA_A && address < AREA_A + AREA_A_BYTES) sprintf(text, "A+0x%lx", address - AREA_A);
  else if (address >= AREA_B && address < AREA_A) sprintf(text, "B+0x%lx", address - AREA_B);
  else if (address >= AREA_A + AREA_A_BYTES && address < area_top)
    sprintf(text, "T-0x%lx", area_top - address);
  else if (address >= area_top && address < TASK_SIZE) sprintf(text, "T+0x%lx", address - area_top);
  else sprintf(text, "0x%lx", address);
  return text;
}

const char* errno_text(int number) {
  const char* name = strerrorname_np(number);
  if (name && !strcmp(name, "ENOTSUP")) return "EOPNOTSUPP";
  if (name) return name;
  char* text = next_text();
  sprintf(text, "E%d", number);
  return text;
}

const char* signal_text(int number) {
  char* text = next_text();
  const char* name = sigabbrev_np(number);
  if (name) sprintf(text, "SIG%s", name);
  else sprintf(text, "SIG%d", number);
  return text;
}

const char* signal_code_text(int signal, int code) {
  if (code == SI_KERNEL) return "SI_KERNEL";
  if (signal == SIGSEGV && code == SEGV_MAPERR) return "SEGV_MAPERR";
  if (signal == SIGSEGV && code == SEGV_ACCERR) return "SEGV_ACCERR";
  if (signal == SIGBUS && code == BUS_ADRALN) return "BUS_ADRALN";
  if (signal == SIGBUS && code == BUS_ADRERR) return "BUS_ADRERR";
  if (signal == SIGBUS && code == BUS_OBJERR) return "BUS_OBJERR";
  char* text = next_text();
  sprintf(text, "%d", code);
  return text;
}

void on_failure(void (*function)(void)) { clean_up = function; }

void fail(const char* format, ...) {
  va_list values;
  va_start(values, format);
  fprintf(stderr, "mmoracle: ");
  vfprintf(stderr, format, values);
  fputc('\n', stderr);
  va_end(values);
  if (clean_up) clean_up();
  exit(2);
}
