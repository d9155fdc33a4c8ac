/* What a process has mapped. The program's own VMAs are remembered when it starts and left out ever after.
 *
 * Residency letters: . nothing   a/c anonymous page mapped once/more often   f/F page cache once/more often
 * z zero page s swap entry   g guard marker
 */
#define _GNU_SOURCE
#include "memory_map.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "output.h"
#include "processes.h"

#define VMAS_MAX 70000
#define SCANNED_PAGES_MAX 262144 /* longer VMAs are asked for their present parts first */
#define BATCH_PAGES 4096
#define REGIONS_MAX 512

#define ENTRY_PRESENT (1ull << 63)
#define ENTRY_SWAP (1ull << 62)
#define ENTRY_FILE (1ull << 61)
#define ENTRY_GUARD (1ull << 58)
#define ENTRY_EXCLUSIVE (1ull << 56)
#define ENTRY_FRAME ((1ull << 55) - 1)

/* PAGEMAP_SCAN of linux/fs.h, which older C libraries' headers lack. */
struct page_region {
  uint64_t start, end, categories;
};
struct scan_request {
  uint64_t size, flags, start, end, walk_end, vec, vec_length, pages_max, inverted, mask, any_of, returned;
};
#define PAGEMAP_SCAN_REQUEST _IOWR('f', 16, struct scan_request)
#define CATEGORY_PRESENT (1 << 3)
#define CATEGORY_SWAPPED (1 << 4)
#define CATEGORY_ZERO_PAGE (1 << 5)
#define CATEGORY_GUARD (1 << 8)

char tmpfs_directory[128], disk_directory[128];
static uint64_t zero_frame;
static struct vma listed[VMAS_MAX];

void memory_map_start(void) {
  volatile char* page = mmap(0, PAGE_BYTES, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  (void)*page;
  uint64_t entry = 0;
  int fd = open("/proc/self/pagemap", O_RDONLY);
  ssize_t length = pread(fd, &entry, sizeof entry, (uint64_t)page / PAGE_BYTES * sizeof entry);
  zero_frame = entry & ENTRY_FRAME;
  if (length != sizeof entry || !(entry & ENTRY_PRESENT) || !zero_frame)
    fail("cannot read frame numbers (root is needed)");
  close(fd);
}

static void name_file(struct vma* vma, const char* path) {
  size_t tmpfs_length = strlen(tmpfs_directory), disk_length = strlen(disk_directory);
  if (!strncmp(path, tmpfs_directory, tmpfs_length)) {
    snprintf(vma->file, sizeof vma->file, "t:%s", path + tmpfs_length + 1);
  } else if (!strncmp(path, disk_directory, disk_length)) {
    snprintf(vma->file, sizeof vma->file, "d:%s", path + disk_length + 1);
  } else {
    snprintf(vma->file, sizeof vma->file, "%s", strcmp(path, "/dev/zero (deleted)") ? path : "shm");
  }
}

static void take_flags(struct vma* vma, char* text) {
  while (*text == ' ') text++;
  size_t length = strcspn(text, "\n");
  while (length && text[length - 1] == ' ') length--;
  snprintf(vma->flags, sizeof vma->flags, "%.*s", (int)length, text);
}

static int read_vmas(const struct process* process, struct vma* vmas, int vmas_max) {
  char path[64], line[1024];
  sprintf(path, "/proc/%d/smaps", process->pid);
  FILE* file = fopen(path, "r");
  if (!file) return 0;
  int count = 0;
  while (fgets(line, sizeof line, file)) {
    struct vma vma = {0};
    int name_at = 0;
    int fields = sscanf(line, "%lx-%lx %7s %lx %*s %*s %n", &vma.start, &vma.end, vma.permissions,
                        &vma.offset, &name_at);
    if (fields >= 4 && name_at) {
      if (count >= vmas_max) fail("%s has too many VMAs", process->name);
      line[strcspn(line, "\n")] = 0;
      name_file(&vma, line + name_at);
      vmas[count++] = vma;
    } else if (count && !strncmp(line, "VmFlags:", 8)) {
      take_flags(&vmas[count - 1], line + 8);
    }
  }
  fclose(file);
  return count;
}

uint64_t address_space_pages(const struct process* process) {
  char path[64];
  uint64_t pages = 0;
  sprintf(path, "/proc/%d/statm", process->pid);
  FILE* file = fopen(path, "r");
  if (file && fscanf(file, "%lu", &pages) != 1) pages = 0;
  if (file) fclose(file);
  return pages;
}

uint64_t data_bytes(const struct process* process) {
  char path[64], line[256];
  uint64_t kilobytes = 0;
  sprintf(path, "/proc/%d/status", process->pid);
  FILE* file = fopen(path, "r");
  while (file && fgets(line, sizeof line, file) && sscanf(line, "VmData: %lu", &kilobytes) != 1);
  if (file) fclose(file);
  return kilobytes * 1024;
}

void own_vmas_read(struct process* process) {
  process->own_count = read_vmas(process, process->own, OWN_VMAS_MAX);
  process->own_pages = address_space_pages(process);
}

static int is_own(const struct process* process, const struct vma* vma) {
  for (int i = 0; i < process->own_count; i++) {
    const struct vma* own = &process->own[i];
    if (vma->start >= own->start && vma->end <= own->end) return 1;
    if (strstr(own->file, "[stack]") && vma->end == own->end) return 1;
  }
  return 0;
}

int own_vmas_hit(const struct process* process, uint64_t address, uint64_t length_bytes, int whole_pages) {
  if (whole_pages) length_bytes = (length_bytes + PAGE_BYTES - 1) & ~(PAGE_BYTES - 1);
  unsigned __int128 end = (unsigned __int128)address + length_bytes;
  if (end > (unsigned __int128)1 << 64) return 0;
  for (int i = 0; i < process->own_count; i++) {
    const struct vma* own = &process->own[i];
    if (own->start < TASK_SIZE && own->start < end && own->end > address) return 1;
  }
  return 0;
}

static char residency_letter(uint64_t entry) {
  if (entry & ENTRY_PRESENT) {
    if ((entry & ENTRY_FRAME) == zero_frame) return 'z';
    if (entry & ENTRY_FILE) return entry & ENTRY_EXCLUSIVE ? 'f' : 'F';
    return entry & ENTRY_EXCLUSIVE ? 'a' : 'c';
  }
  if (entry & ENTRY_GUARD) return 'g'; /* also reads as a swap entry */
  return entry & ENTRY_SWAP ? 's' : '.';
}

struct run {
  char letter;
  uint64_t length;
};

static void run_end(struct run* run) {
  if (run->length) print("%lu%c", run->length, run->letter);
  run->length = 0;
}

static void run_add(struct run* run, char letter, uint64_t length) {
  if (!length) return;
  if (letter != run->letter) run_end(run);
  run->letter = letter;
  run->length += length;
}

static void scan_pages(int pagemap, uint64_t start, uint64_t end, struct run* run) {
  static uint64_t entries[BATCH_PAGES];
  for (uint64_t page = start / PAGE_BYTES; page < end / PAGE_BYTES;) {
    uint64_t count = end / PAGE_BYTES - page < BATCH_PAGES ? end / PAGE_BYTES - page : BATCH_PAGES;
    ssize_t length = pread(pagemap, entries, count * sizeof *entries, page * sizeof *entries);
    if (length <= 0) return;
    for (uint64_t i = 0; i < length / sizeof *entries; i++) run_add(run, residency_letter(entries[i]), 1);
    page += length / sizeof *entries;
  }
}

/* A long VMA: the kernel names the parts that hold anything, the rest is empty. */
static void scan_sparse(int pagemap, uint64_t start, uint64_t end, struct run* run) {
  static struct page_region regions[REGIONS_MAX];
  uint64_t returned = CATEGORY_PRESENT | CATEGORY_SWAPPED;
  while (start < end) {
    struct scan_request request = {
        .size = sizeof request, .start = start, .end = end, .vec = (uint64_t)regions};
    request.vec_length = REGIONS_MAX;
    request.any_of = returned | CATEGORY_ZERO_PAGE | CATEGORY_GUARD;
    request.returned = returned;
    int count = ioctl(pagemap, PAGEMAP_SCAN_REQUEST, &request);
    if (count < 0) fail("this kernel cannot scan page maps");
    for (int i = 0; i < count; i++) {
      run_add(run, '.', (regions[i].start - start) / PAGE_BYTES);
      scan_pages(pagemap, regions[i].start, regions[i].end, run);
      start = regions[i].end;
    }
    if (count == REGIONS_MAX) continue;
    run_add(run, '.', (end - start) / PAGE_BYTES);
    start = end;
  }
}

static void print_residency(int pagemap, const struct vma* vma) {
  struct run run = {0, 0};
  print(",\"");
  if ((vma->end - vma->start) / PAGE_BYTES <= SCANNED_PAGES_MAX)
    scan_pages(pagemap, vma->start, vma->end, &run);
  else scan_sparse(pagemap, vma->start, vma->end, &run);
  run_end(&run);
  print("\"");
}

void print_memory_map(const struct process* process, int with_residency) {
  char path[64];
  int count = read_vmas(process, listed, VMAS_MAX), printed = 0;
  sprintf(path, "/proc/%d/pagemap", process->pid);
  int pagemap = with_residency ? open(path, O_RDONLY) : -1;
  print(",\"vsz\":%ld,\"vmas\":[", (long)(address_space_pages(process) - process->own_pages));
  for (int i = 0; i < count; i++) {
    const struct vma* vma = &listed[i];
    if (is_own(process, vma)) continue;
    print("%s[\"%s\",\"%s\",", printed++ ? "," : "", address_text(vma->start), address_text(vma->end));
    print("\"%s\",%lu,", vma->permissions, vma->offset / PAGE_BYTES);
    print_quoted(vma->file);
    print(",\"%s\"", vma->flags);
    if (with_residency) print_residency(pagemap, vma);
    print("]");
  }
  print("]");
  if (pagemap >= 0) close(pagemap);
}
