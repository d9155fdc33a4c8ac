/* The answer, as text: newline-delimited JSON on standard output. Keys and their order: see
 * tools/guests/script/format.ts. */
#pragma once
#include <stdint.h>

extern uint64_t area_top; /* address T */

void print(const char* format, ...) __attribute__((format(printf, 1, 2)));
void print_flush(void);
void print_quoted(const char* text);
void print_bytes(const uint8_t* bytes, uint64_t byte_count); /* ,"hex":… up to 64 bytes, ,"fnv":… beyond */

/* Each returns a text that stays valid for the next seven calls. */
const char* address_text(uint64_t address);
const char* errno_text(int number);
const char* signal_text(int number);
const char* signal_code_text(int signal, int code);

/* Ends the run: one sentence on standard error, status 2, no process left behind. */
void fail(const char* format, ...) __attribute__((format(printf, 1, 2), noreturn));
void on_failure(void (*clean_up)(void));
