/* The words of a script line: numbers, names, flag lists, data. The same grammar as tools/guests/script,
 * which checks scripts before they come here; what is wrong all the same ends the run with one sentence. */
#pragma once
#include <stdint.h>

#define TOKENS_MAX 64
#define NAME_BYTES 32

struct words {
  const char* name;
  uint64_t bits;
};
extern const struct words mmap_words[], mremap_words[], msync_words[], open_words[], fallocate_words[];

void line_split(char* line); /* cuts the line into tokens; a token that starts with # ends it */
void line_shift(int count);  /* drops tokens from the front */
int line_tokens(void);
const char* token(int index); /* fails when the line is shorter */
const char* optional_token(int index, const char* missing);
const char* keyword(const char* key, const char* missing); /* key=VALUE anywhere in the line */

/* Expressions are evaluated for a process (its break). A name without a value is remembered; the value is
 * then 0. */
uint64_t expression(const char* text, int process);
const char* undefined_name(void); /* last one met in this line, or 0 */
void name_set(const char* name, int64_t value, int is_defined);

uint64_t word_list(const char* text, const struct words* words, const char* kind);
uint64_t protection(const char* text);
uint64_t advice(const char* text);
uint32_t data_pattern(const char* text,
                      uint8_t* bytes); /* hex:… byte:VALUE:LENGTH seq:SEED:LENGTH; the length */
