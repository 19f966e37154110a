#include "memory.h"

#if defined(_WIN32)
#include <windows.h>
#else
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace softmax_bench {

#if defined(_WIN32)

// Large pages take a privilege that users do not have.
bool has_pages(Pages pages) { return pages == Pages::standard; }

// Allocations begin at multiples of 64 KiB.
Region allocate_region(std::size_t bytes, Pages pages) {
  if (!has_pages(pages)) return {};
  void* data = VirtualAlloc(nullptr, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
  if (data == nullptr) return {};
  __builtin_memset(data, 0, bytes);
  SYSTEM_INFO system;
  GetSystemInfo(&system);
  return {data, bytes, system.dwPageSize, data, bytes};
}

void free_region(const Region& region) {
  if (region.data != nullptr) VirtualFree(region.mapping, 0, MEM_RELEASE);
}

#else

namespace {

constexpr std::size_t kHugePageBytes = std::size_t{2} << 20;

std::size_t page_bytes() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

#if defined(__linux__)

// Whether every huge page is in memory. Reading one that is not could end the process by SIGBUS.
bool is_resident(void* data, std::size_t bytes) {
  for (std::size_t offset = 0; offset < bytes; offset += kHugePageBytes) {
    unsigned char state = 0;
    void* page = static_cast<char*>(data) + offset;
    if (mincore(page, page_bytes(), &state) != 0 || (state & 1) == 0) return false;
  }
  return true;
}

// The pool is charged here. MAP_POPULATE touches every page and reports no failure.
Region map_hugetlb(std::size_t bytes) {
  constexpr int kTwoMebibytes = 21 << 26;  // MAP_HUGE_2MB, which older headers lack
  constexpr int kFlags =
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_POPULATE | kTwoMebibytes;
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, kFlags, -1, 0);
  if (data == MAP_FAILED) return {};
  if (!is_resident(data, bytes)) {
    munmap(data, bytes);
    return {};
  }
  return {data, bytes, kHugePageBytes, data, bytes};
}

#else

Region map_hugetlb(std::size_t) { return {}; }

#endif

}  // namespace

bool has_pages(Pages pages) {
#if defined(__linux__)
  (void)pages;
  return true;
#else
  return pages == Pages::standard;
#endif
}

Region allocate_region(std::size_t bytes, Pages pages) {
  if (!has_pages(pages)) return {};
  bytes = (bytes + kHugePageBytes - 1) / kHugePageBytes * kHugePageBytes;
  if (pages == Pages::hugetlb) return map_hugetlb(bytes);
  // Aligned to a huge page, with at least one inaccessible page on either side: the system then reports this region
  // as a mapping of its own, whatever lies next to it.
  const std::size_t mappedBytes = bytes + 2 * kHugePageBytes;
  void* mapping = mmap(nullptr, mappedBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping == MAP_FAILED) return {};
  const auto begin = reinterpret_cast<std::uintptr_t>(mapping);
  char* data = static_cast<char*>(mapping) + (kHugePageBytes - begin % kHugePageBytes);
  if (mprotect(data, bytes, PROT_READ | PROT_WRITE) != 0) {
    munmap(mapping, mappedBytes);
    return {};
  }
#if defined(__linux__)
  madvise(data, bytes, pages == Pages::huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
  // MADV_POPULATE_WRITE, which older headers and kernels lack: half the time of a fault for each page.
  constexpr int kPopulateWrite = 23;
  const bool isTouched = madvise(data, bytes, kPopulateWrite) == 0;
#else
  constexpr bool isTouched = false;
#endif
  if (!isTouched) __builtin_memset(data, 0, bytes);
  return {data, bytes, page_bytes(), mapping, mappedBytes};
}

void free_region(const Region& region) {
  if (region.data != nullptr) munmap(region.mapping, region.mappedBytes);
}

#endif

}  // namespace softmax_bench
