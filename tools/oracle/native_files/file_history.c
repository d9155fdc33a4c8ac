/*
 * file_history: executes histories of file operations on a private tmpfs of the real kernel and prints what each returned.
 *
 *     file_history DIRECTORY < history > answers        needs root; DIRECTORY exists and stays empty
 *
 * The process gets mounts of its own: tmpfs (mode 777) over DIRECTORY, tmpfs (mode 1777) over its m, and DIRECTORY as its root.
 * A line is an operation, its words separated by one blank each; "" is the empty text. Every operation prints one line. The
 * language is explained in fs/testing/history/operation.ts.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { SLOTS = 8, WORDS = 12, LINE = 16384, SEEN = 4096, BUFFER = 1 << 16 };

static int slots[SLOTS];
static struct { uint64_t device, inode; } seen[SEEN];
static int seenCount;
static char *words[WORDS];
static char buffer[BUFFER];

static long number(int index) { return words[index] ? strtol(words[index], NULL, 0) : 0; }
static const char *text(int index) { return strcmp(words[index], "\"\"") == 0 ? "" : words[index]; }

/* A descriptor: that of a slot, one that is not open for an empty slot, or the working directory for -1. */
static int descriptor(int index) {
  long slot = number(index);
  if (slot < 0) return AT_FDCWD;
  return slots[slot] >= 0 ? slots[slot] : 900 + (int)slot;
}

/* Inodes are told by the order in which they are first seen. */
static int inodeNumber(uint64_t device, uint64_t inode) {
  for (int index = 0; index < seenCount; index++)
    if (seen[index].device == device && seen[index].inode == inode) return index;
  if (seenCount < SEEN) { seen[seenCount].device = device; seen[seenCount].inode = inode; }
  return seenCount++;
}

static void answer(long result) {
  if (result >= 0) printf("%ld\n", result);
  else printf("%s\n", strerrorname_np(errno));
}

static uint32_t hashOf(const char *bytes, long count) {
  uint32_t hash = 0x811c9dc5;
  for (long index = 0; index < count; index++) hash = (hash ^ (unsigned char)bytes[index]) * 0x01000193;
  return hash;
}

static void answerStatus(long result, struct stat *status) {
  if (result < 0) return answer(result);
  long size = S_ISFIFO(status->st_mode) || S_ISCHR(status->st_mode) ? 0 : (long)status->st_size;
  printf("%o links %ld owner %d:%d size %ld blocks %ld inode %d\n", status->st_mode, (long)status->st_nlink, status->st_uid,
         status->st_gid, size, (long)status->st_blocks, inodeNumber(status->st_dev, status->st_ino));
}

static void fillBytes(long count, long seed) {
  for (long index = 0; index < count && index < BUFFER; index++) buffer[index] = (char)(seed + index);
}

struct directoryEntry { uint64_t inode; int64_t next; unsigned short length; unsigned char type; char name[]; };

/* Every name but . and .., in the order of the kernel. */
static void listAll(int fd) {
  lseek(fd, 0, SEEK_SET);
  long count;
  int total = 0;
  static char line[1 << 20];
  char *end = line;
  *end = 0;
  while ((count = syscall(SYS_getdents64, fd, buffer, 4096)) > 0) {
    for (long at = 0; at < count;) {
      struct directoryEntry *entry = (void *)(buffer + at);
      at += entry->length;
      if (strcmp(entry->name, ".") == 0 || strcmp(entry->name, "..") == 0) continue;
      end += sprintf(end, " %s/%d", entry->name, entry->type);
      total++;
    }
  }
  if (count < 0) return answer(count);
  printf("%d%s\n", total, line);
}

static void become(long who) {
  static const gid_t groups[] = {3000};
  if (setresuid(-1, 0, -1) != 0) abort();
  setgroups(who == 1 ? 1 : 0, groups);
  uid_t user = who == 0 ? 0 : 999 + who;
  if (setresgid(-1, user, -1) != 0 || setresuid(-1, user, -1) != 0) abort();
}

static void openSlot(void) {
  long slot = number(1);
  long fd = syscall(SYS_openat, descriptor(2), text(3), number(4), number(5));
  if (fd >= 0) {
    if (slots[slot] >= 0) close(slots[slot]);
    slots[slot] = (int)fd;
  }
  answer(fd < 0 ? fd : 0);
}

static void closeSlot(void) {
  long result = syscall(SYS_close, descriptor(1));
  slots[number(1)] = -1;
  answer(result);
}

static void readSlot(void) {
  long count = syscall(SYS_pread64, descriptor(1), buffer, number(3), number(2));
  if (count < 0) answer(count);
  else printf("%ld %08x\n", count, hashOf(buffer, count));
}

static void readLink(void) {
  long count = syscall(SYS_readlinkat, descriptor(1), text(2), buffer, number(3));
  if (count < 0) return answer(count);
  printf("%ld %.*s\n", count, (int)count, buffer);
}

static void tellDirectory(void) {
  long count = syscall(SYS_getcwd, buffer, number(1));
  if (count < 0) answer(count);
  else printf("%ld %s\n", count, buffer);
}

static void setTimes(void) {
  struct timespec times[2];
  for (int index = 0; index < 2; index++) {
    long time = number(3 + index);
    times[index].tv_sec = time < 0 ? 0 : time;
    times[index].tv_nsec = time == -1 ? UTIME_NOW : time == -2 ? UTIME_OMIT : 0;
  }
  answer(syscall(SYS_utimensat, descriptor(1), text(2), times, number(5)));
}

static int is(const char *name) { return strcmp(words[0], name) == 0; }

static void execute(void) {
  struct stat status;
  struct statfs system;
  if (is("as")) { become(number(1)); answer(0); }
  else if (is("open")) openSlot();
  else if (is("close")) closeSlot();
  else if (is("read")) readSlot();
  else if (is("write")) { fillBytes(number(3), number(4)); answer(syscall(SYS_pwrite64, descriptor(1), buffer, number(3), number(2))); }
  else if (is("append")) { fillBytes(number(2), number(3)); answer(syscall(SYS_write, descriptor(1), buffer, number(2))); }
  else if (is("lseek")) answer(syscall(SYS_lseek, descriptor(1), number(2), number(3)));
  else if (is("ftruncate")) answer(syscall(SYS_ftruncate, descriptor(1), number(2)));
  else if (is("truncate")) answer(syscall(SYS_truncate, text(1), number(2)));
  else if (is("fallocate")) answer(syscall(SYS_fallocate, descriptor(1), number(2), number(3), number(4)));
  else if (is("mkdir")) answer(syscall(SYS_mkdirat, descriptor(1), text(2), number(3)));
  else if (is("mknod")) answer(syscall(SYS_mknodat, descriptor(1), text(2), number(3), number(4)));
  else if (is("rmdir")) answer(syscall(SYS_rmdir, text(1)));
  else if (is("unlink")) answer(syscall(SYS_unlinkat, descriptor(1), text(2), number(3)));
  else if (is("symlink")) answer(syscall(SYS_symlinkat, text(1), descriptor(2), text(3)));
  else if (is("readlink")) readLink();
  else if (is("link")) answer(syscall(SYS_linkat, descriptor(1), text(2), descriptor(3), text(4), number(5)));
  else if (is("rename")) answer(syscall(SYS_renameat2, descriptor(1), text(2), descriptor(3), text(4), number(5)));
  else if (is("stat")) answerStatus(syscall(SYS_newfstatat, descriptor(1), text(2), &status, number(3)), &status);
  else if (is("fstat")) answerStatus(syscall(SYS_fstat, descriptor(1), &status), &status);
  else if (is("access")) answer(syscall(SYS_faccessat2, descriptor(1), text(2), number(3), number(4)));
  else if (is("chmod")) answer(syscall(SYS_fchmodat, descriptor(1), text(2), number(3)));
  else if (is("fchmod")) answer(syscall(SYS_fchmod, descriptor(1), number(2)));
  else if (is("chown")) answer(syscall(SYS_fchownat, descriptor(1), text(2), number(3), number(4), number(5)));
  else if (is("fchown")) answer(syscall(SYS_fchown, descriptor(1), number(2), number(3)));
  else if (is("chdir")) answer(syscall(SYS_chdir, text(1)));
  else if (is("fchdir")) answer(syscall(SYS_fchdir, descriptor(1)));
  else if (is("getcwd")) tellDirectory();
  else if (is("umask")) answer(syscall(SYS_umask, number(1)));
  else if (is("list")) listAll(descriptor(1));
  else if (is("statfs")) { long result = syscall(SYS_statfs, text(1), &system); if (result < 0) answer(result); else printf("%lx %ld\n", (long)system.f_type, (long)system.f_namelen); }
  else if (is("utimes")) setTimes();
  else { fprintf(stderr, "file_history: unknown operation %s\n", words[0]); exit(2); }
}

static void begin(const char *directory) {
  if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount("tmpfs", directory, "tmpfs", 0, "mode=777") != 0 || chroot(directory) != 0 || chdir("/") != 0 ||
      mkdir("/m", 0755) != 0 || mount("tmpfs", "/m", "tmpfs", 0, "mode=1777") != 0) {
    perror("file_history: a tmpfs of its own");
    exit(2);
  }
  umask(0);
  for (int slot = 0; slot < SLOTS; slot++) slots[slot] = -1;
}

int main(int count, char **arguments) {
  if (count != 2) { fprintf(stderr, "usage: file_history DIRECTORY < history\n"); return 2; }
  static char line[LINE];
  begin(arguments[1]);
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = 0;
    memset(words, 0, sizeof words);
    int wordCount = 0;
    for (char *word = strtok(line, " "); word != NULL && wordCount < WORDS; word = strtok(NULL, " ")) words[wordCount++] = word;
    if (wordCount == 0) continue;
    execute();
  }
  return 0;
}
