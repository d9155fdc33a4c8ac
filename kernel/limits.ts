/**
 * Limits of the simulated machine, in one place (Linux's names where it has one).
 */

import { PAGE_SIZE } from "./address.ts";

/** vm.max_map_count: VMAs one address space may hold (mm/mmap.c, sysctl_max_map_count). */
export const MAX_MAP_COUNT = 65530;
/** vm.mmap_min_addr in pages: no fixed mapping below without CAP_SYS_RAWIO (cap_mmap_addr). */
export const MMAP_MIN_PAGE = 1;
/** Where hints are raised to, searches end and stacks stop growing: CONFIG_LSM_MMAP_MIN_ADDR, 64 KiB, in pages. */
export const LOWEST_CHOSEN_PAGE = 16;
/** stack_guard_gap in pages, kept below a growing VMA (mm/mmap.c). */
export const STACK_GUARD_GAP_PAGES = 256;
/** fault_around_bytes in pages: 64 KiB (mm/memory.c). */
export const FAULT_AROUND_PAGES = 16;
/** First page of the bottom-up search of MAP_32BIT, and the page it stops at (arch/x86/kernel/sys_x86_64.c). */
export const LOW_SEARCH_START_PAGE = 0x40000000 / PAGE_SIZE;
export const LOW_SEARCH_END_PAGE = 0x80000000 / PAGE_SIZE;
/** Pages of a 2 MiB block: the alignment that large anonymous and ext4 mappings are given. */
export const HUGE_BLOCK_PAGES = 512;
/** Largest frame number + 1: a PTE keeps its frame in 24 bits (64 GiB of simulated memory). */
export const MAX_FRAME_COUNT = 1 << 24;
/** Largest number of swap slots: a swap PTE keeps its slot in the same 24 bits. */
export const MAX_SWAP_SLOT_COUNT = 1 << 24;
/** "No limit" of getrlimit(2), as the number the machine keeps. */
export const RLIM_INFINITY: number = Number.MAX_SAFE_INTEGER;
/** Largest descriptor number + 1, RLIMIT_NOFILE's default soft limit. */
export const MAX_OPEN_FILES = 1024;
/** Bytes a pipe holds (pipe(7)). */
export const PIPE_CAPACITY_BYTES = 65536;
/** Bytes around a stack at its start that the memory argument limits compare against. */
export const STACK_LIMIT_DEFAULT_BYTES = 8 * 1024 * 1024;
/** Most bytes that one read or write moves (MAX_RW_COUNT). */
export const MAX_TRANSFER_BYTES = 0x7ffff000;
/** Size of the largest file of a disk (ext4 with 4 KiB blocks), and of a memory-backed one (MAX_LFS_FILESIZE). */
export const LARGEST_DISK_FILE_BYTES = 2 ** 44 - PAGE_SIZE;
export const LARGEST_MEMORY_FILE_BYTES = 2 ** 63;
/**
 * Pages from the start of a file that can be cached: 256 TiB, but for a leaf of the table of them (state/word_table.ts). A
 * write behind them is EFBIG; Linux's tmpfs allows it.
 */
export const CACHED_PAGES_LIMIT = 2 ** 36 - 16;
