// Memory, clocks and the arithmetic of maps and moments that needs no instruction set.
#define _GNU_SOURCE
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

#include "CKernels.h"

static const size_t huge_page = (size_t)2 << 20;

void *ck_allocate(size_t bytes) {
  if (bytes == 0 || bytes > SIZE_MAX - 2 * huge_page) return NULL;
  size_t size = (bytes + huge_page - 1) / huge_page * huge_page;
  // One page more than asked for, so that an aligned range of the right size lies inside; the rest goes back.
  char *raw = mmap(NULL, size + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (raw == MAP_FAILED) return NULL;
  size_t before = (huge_page - (uintptr_t)raw % huge_page) % huge_page;
  if (before) munmap(raw, before);
  if (huge_page - before) munmap(raw + before + size, huge_page - before);
  madvise(raw + before, size, MADV_HUGEPAGE);
  return raw + before;
}

void ck_release(void *memory, size_t bytes) {
  if (memory) munmap(memory, (bytes + huge_page - 1) / huge_page * huge_page);
}

double ck_thread_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

size_t ck_peak_resident(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (size_t)usage.ru_maxrss * 1024;
}

static int32_t padded(int32_t extent) { return (extent + 3) / 4 * 4 + 2; }

ck_map ck_map_make(int32_t depth, int32_t height, int32_t width) {
  ck_map map = {depth, height, width, 0, 0, 0};
  map.row = (ptrdiff_t)padded(width) * CK_LANES;
  map.plane = map.row * padded(height);
  map.block = map.plane * padded(depth);
  return map;
}

ptrdiff_t ck_map_origin(ck_map map) { return map.plane + map.row + CK_LANES; }

void ck_moments_merge(ck_moments *moments, const ck_moments *other) {
  if (other->count == 0) return;
  double count = moments->count + other->count, share = other->count / count;
  for (int i = 0; i < CK_LANES; i++) {
    double delta = other->mean[i] - moments->mean[i];
    moments->mean[i] += delta * share;
    moments->m2[i] += other->m2[i] + delta * delta * moments->count * share;
  }
  moments->count = count;
}
