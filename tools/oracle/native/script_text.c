/* The words of a script line. */
#define _GNU_SOURCE
#include "script_text.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "processes.h"

#define NAMES_MAX 2048

const struct words mmap_words[] = {{"none", 0},
                                   {"shared", 1},
                                   {"private", 2},
                                   {"shared_validate", 3},
                                   {"fixed", 0x10},
                                   {"anon", 0x20},
                                   {"32bit", 0x40},
                                   {"growsdown", 0x100},
                                   {"locked", 0x2000},
                                   {"noreserve", 0x4000},
                                   {"populate", 0x8000},
                                   {"nonblock", 0x10000},
                                   {"stack", 0x20000},
                                   {"hugetlb", 0x40000},
                                   {"sync", 0x80000},
                                   {"fixed_noreplace", 0x100000},
                                   {0, 0}};
const struct words mremap_words[] = {{"none", 0}, {"maymove", 1}, {"fixed", 2}, {"dontunmap", 4}, {0, 0}};
const struct words msync_words[] = {{"none", 0}, {"async", 1}, {"invalidate", 2}, {"sync", 4}, {0, 0}};
const struct words open_words[] = {{"rdonly", 0},        {"wronly", 1},          {"rdwr", 2},
                                   {"creat", O_CREAT},   {"excl", O_EXCL},       {"trunc", O_TRUNC},
                                   {"append", O_APPEND}, {"cloexec", O_CLOEXEC}, {0, 0}};
const struct words fallocate_words[] = {{"alloc", 0},   {"keep", 1},        {"punch", 3},     {"collapse", 8},
                                        {"zero", 0x10}, {"zerokeep", 0x11}, {"insert", 0x20}, {0, 0}};
static const struct words advice_words[] = {{"NORMAL", 0},          {"RANDOM", 1},
                                            {"SEQUENTIAL", 2},      {"WILLNEED", 3},
                                            {"DONTNEED", 4},        {"FREE", 8},
                                            {"REMOVE", 9},          {"DONTFORK", 10},
                                            {"DOFORK", 11},         {"MERGEABLE", 12},
                                            {"UNMERGEABLE", 13},    {"HUGEPAGE", 14},
                                            {"NOHUGEPAGE", 15},     {"DONTDUMP", 16},
                                            {"DODUMP", 17},         {"WIPEONFORK", 18},
                                            {"KEEPONFORK", 19},     {"COLD", 20},
                                            {"PAGEOUT", 21},        {"POPULATE_READ", 22},
                                            {"POPULATE_WRITE", 23}, {"DONTNEED_LOCKED", 24},
                                            {"COLLAPSE", 25},       {"GUARD_INSTALL", 102},
                                            {"GUARD_REMOVE", 103},  {0, 0}};
static const struct words protection_words[] = {
    {"none", 0}, {"sem", 0x8}, {"growsdown", 0x01000000}, {"growsup", 0x02000000}, {0, 0}};

static struct {
  char name[NAME_BYTES];
  int64_t value;
  int is_defined;
} names[NAMES_MAX];
static int name_count;
static char* tokens[TOKENS_MAX];
static int token_count;
static char undefined[NAME_BYTES];

void line_split(char* line) {
  token_count = 0;
  undefined[0] = 0;
  for (char* word = strtok(line, " \t\r\n\v\f"); word && *word != '#'; word = strtok(0, " \t\r\n\v\f")) {
    if (token_count == TOKENS_MAX) fail("a line has too many words");
    tokens[token_count++] = word;
  }
}

void line_shift(int count) { memmove(tokens, tokens + count, sizeof *tokens * (token_count -= count)); }

int line_tokens(void) { return token_count; }

const char* token(int index) {
  if (index >= token_count) fail("%s: argument %d is missing", token_count ? tokens[0] : "line", index);
  return tokens[index];
}

const char* optional_token(int index, const char* missing) {
  return index < token_count ? tokens[index] : missing;
}

const char* keyword(const char* key, const char* missing) {
  size_t length = strlen(key);
  for (int i = 0; i < token_count; i++) {
    if (!strncmp(tokens[i], key, length) && tokens[i][length] == '=') return tokens[i] + length + 1;
  }
  return missing;
}

static int name_find(const char* name) {
  for (int i = 0; i < name_count; i++) {
    if (!strcmp(names[i].name, name)) return i;
  }
  return -1;
}

void name_set(const char* name, int64_t value, int is_defined) {
  int index = name_find(name);
  if (index < 0) {
    if (name_count == NAMES_MAX) fail("a script may have %d names", NAMES_MAX);
    index = name_count++;
    snprintf(names[index].name, NAME_BYTES, "%s", name);
  }
  names[index].value = value;
  names[index].is_defined = is_defined;
}

const char* undefined_name(void) { return undefined[0] ? undefined : 0; }

static uint64_t number(const char* text) {
  char* end;
  uint64_t value = strtoull(text, &end, 0);
  static const struct words suffixes[] = {{"k", 10}, {"m", 20}, {"g", 30}, {"t", 40}, {"p", 12}, {0, 0}};
  for (const struct words* suffix = suffixes; suffix->name; suffix++) {
    if (!strcmp(end, suffix->name)) return value << suffix->bits;
  }
  if (end == text || *end) fail("'%s' is not a number", text);
  return value;
}

static uint64_t term(const char* text, int process) {
  if (!strcmp(text, "A")) return AREA_A;
  if (!strcmp(text, "B")) return AREA_B;
  if (!strcmp(text, "T")) return area_top;
  if (!strcmp(text, "BRK")) return process_break(process);
  if (isdigit((uint8_t)*text)) return number(text);
  int index = name_find(text);
  if (index >= 0 && names[index].is_defined) return names[index].value;
  snprintf(undefined, sizeof undefined, "%s", text);
  return 0;
}

uint64_t expression(const char* text, int process) {
  uint64_t sum = 0;
  while (*text) {
    int is_negative = *text == '-';
    if (*text == '-' || *text == '+') text++;
    char one[64];
    size_t length = strcspn(text, "+-");
    if (!length || length >= sizeof one) fail("'%s' is not an expression", text);
    memcpy(one, text, length);
    one[length] = 0;
    uint64_t value = term(one, process);
    sum = is_negative ? sum - value : sum + value;
    text += length;
  }
  return sum;
}

static uint64_t word(const char* text, const struct words* words, const char* kind) {
  for (const struct words* each = words; each->name; each++) {
    if (!strcmp(each->name, text)) return each->bits;
  }
  if (isdigit((uint8_t)*text)) return number(text);
  fail("unknown %s '%s'", kind, text);
}

uint64_t word_list(const char* text, const struct words* words, const char* kind) {
  char copy[256];
  uint64_t bits = 0;
  snprintf(copy, sizeof copy, "%s", text);
  for (char* each = strtok(copy, ","); each; each = strtok(0, ",")) bits |= word(each, words, kind);
  return bits;
}

uint64_t protection(const char* text) {
  size_t letters = strspn(text, "rwx-");
  if (text[letters] && text[letters] != ',') letters = 0;
  uint64_t bits = 0;
  for (size_t i = 0; i < letters; i++)
    bits |= text[i] == 'r' ? 1 : text[i] == 'w' ? 2 : text[i] == 'x' ? 4 : 0;
  return bits | word_list(text + letters, protection_words, "protection");
}

uint64_t advice(const char* text) {
  return *text == '-' ? -number(text + 1) : word(text, advice_words, "advice");
}

uint32_t data_pattern(const char* text, uint8_t* bytes) {
  uint32_t length = 0;
  if (!strncmp(text, "hex:", 4)) {
    for (text += 4; isxdigit((uint8_t)text[0]) && isxdigit((uint8_t)text[1]) && length < BUFFER_BYTES;
         text += 2) {
      char digits[] = {text[0], text[1], 0};
      bytes[length++] = strtoul(digits, 0, 16);
    }
    if (*text) fail("'%s' are not hexadecimal bytes", text);
    return length;
  }
  char value[32], count[32];
  int is_sequence = sscanf(text, "seq:%31[^:]:%31s", value, count) == 2;
  if (!is_sequence && sscanf(text, "byte:%31[^:]:%31s", value, count) != 2) fail("'%s' is not data", text);
  uint64_t start = number(value), byte_count = number(count);
  if (byte_count > BUFFER_BYTES) fail("'%s' is more than %d bytes", text, BUFFER_BYTES);
  for (; length < byte_count; length++)
    bytes[length] = start + (is_sequence ? length + (length >> 12) * 7 : 0);
  return length;
}
