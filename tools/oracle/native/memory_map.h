/* What a process has mapped, read from outside: VMAs from smaps, residency from pagemap. */
#pragma once
#include <stdint.h>

struct process;

struct vma {
  uint64_t start, end, offset;
  char permissions[8];
  char file[256];
  char flags[128];
};

extern char tmpfs_directory[128], disk_directory[128]; /* where t: and d: files lie */

void memory_map_start(void);                 /* finds out which frame is the zero page */
void own_vmas_read(struct process* process); /* remembers what is mapped now as the program's own */
int own_vmas_hit(const struct process* process, uint64_t address, uint64_t length_bytes, int whole_pages);
uint64_t address_space_pages(const struct process* process);
uint64_t data_bytes(const struct process* process);
void print_memory_map(const struct process* process, int with_residency); /* ,"vsz":…,"vmas":[…] */
