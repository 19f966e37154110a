#include "memory.h"

#include "threads/parts.h"

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
Region map_region(std::size_t bytes, Pages pages) {
  if (!has_pages(pages)) return {};
  void* data = VirtualAlloc(nullptr, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
  if (data == nullptr) return {};
  SYSTEM_INFO system;
  GetSystemInfo(&system);
  return {data, bytes, pages, system.dwPageSize, data, bytes};
}

bool touch_part(const Region& region, std::size_t part, std::size_t partCount) {
  const Part own = part_of(region.bytes, region.pageBytes, part, partCount);
  __builtin_memset(static_cast<char*>(region.data) + own.begin, 0, own.count);
  return true;
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
bool is_resident(char* data, std::size_t bytes) {
  for (std::size_t offset = 0; offset < bytes; offset += kHugePageBytes) {
    unsigned char state = 0;
    if (mincore(data + offset, page_bytes(), &state) != 0 || (state & 1) == 0) return false;
  }
  return true;
}

void* map_hugetlb(void* address, std::size_t bytes, int moreFlags) {
  constexpr int kTwoMebibytes = 21 << 26;  // MAP_HUGE_2MB, which older headers lack
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | kTwoMebibytes;
  return mmap(address, bytes, PROT_READ | PROT_WRITE, kFlags | moreFlags, -1, 0);
}

// Mapping reserved the pages already; a limit of a control group can still forbid them. MAP_POPULATE touches every
// page and reports no failure.
bool populate_hugetlb(char* data, std::size_t bytes) {
  return map_hugetlb(data, bytes, MAP_FIXED | MAP_POPULATE) != MAP_FAILED && is_resident(data, bytes);
}

// MADV_POPULATE_WRITE, which older headers and kernels lack: half the time of a fault for each page.
bool populate(char* data, std::size_t bytes) {
  constexpr int kPopulateWrite = 23;
  return madvise(data, bytes, kPopulateWrite) == 0;
}

#else

void* map_hugetlb(void*, std::size_t, int) { return MAP_FAILED; }
bool populate_hugetlb(char*, std::size_t) { return false; }
bool populate(char*, std::size_t) { return false; }

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

Region map_region(std::size_t bytes, Pages pages) {
  if (!has_pages(pages)) return {};
  bytes = (bytes + kHugePageBytes - 1) / kHugePageBytes * kHugePageBytes;
  if (pages == Pages::hugetlb) {
    void* data = map_hugetlb(nullptr, bytes, 0);
    if (data == MAP_FAILED) return {};
    return {data, bytes, pages, kHugePageBytes, data, bytes};
  }
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
#endif
  return {data, bytes, pages, page_bytes(), mapping, mappedBytes};
}

bool touch_part(const Region& region, std::size_t part, std::size_t partCount) {
  const std::size_t unit = region.pages == Pages::standard ? region.pageBytes : kHugePageBytes;
  const Part own = part_of(region.bytes, unit, part, partCount);
  char* data = static_cast<char*>(region.data) + own.begin;
  if (own.count == 0) return true;
  if (region.pages == Pages::hugetlb) return populate_hugetlb(data, own.count);
  if (!populate(data, own.count)) __builtin_memset(data, 0, own.count);
  return true;
}

void free_region(const Region& region) {
  if (region.data != nullptr) munmap(region.mapping, region.mappedBytes);
}

#endif

Region allocate_region(std::size_t bytes, Pages pages) {
  const Region region = map_region(bytes, pages);
  if (region.data == nullptr || touch_part(region, 0, 1)) return region;
  free_region(region);
  return {};
}

}  // namespace softmax_bench
