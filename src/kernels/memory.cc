#include "memory.h"

#include <cstdint>

#if defined(_WIN32)
#include <windows.h>
#else
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace softmax_bench {

#if defined(_WIN32)

// Large pages take a privilege that users do not have, so there are none to ask for. Allocations begin at
// multiples of 64 KiB.
Region allocate_region(std::size_t bytes, bool) {
  void* data = VirtualAlloc(nullptr, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
  if (data == nullptr) return {nullptr, 0};
  __builtin_memset(data, 0, bytes);
  return {data, bytes};
}

void free_region(const Region& region) {
  if (region.data != nullptr) VirtualFree(region.data, 0, MEM_RELEASE);
}

std::size_t page_bytes() {
  SYSTEM_INFO system;
  GetSystemInfo(&system);
  return system.dwPageSize;
}

#else

namespace {

constexpr std::size_t kHugePageBytes = std::size_t{2} << 20;

}  // namespace

Region allocate_region(std::size_t bytes, bool hugePages) {
  bytes = (bytes + kHugePageBytes - 1) / kHugePageBytes * kHugePageBytes;
  // Aligned to a huge page by mapping one more and giving the ends back.
  const std::size_t mapped = bytes + kHugePageBytes;
  void* base = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) return {nullptr, 0};
  char* begin = static_cast<char*>(base);
  const std::size_t head =
      (kHugePageBytes - reinterpret_cast<std::uintptr_t>(begin) % kHugePageBytes) % kHugePageBytes;
  if (head > 0) munmap(begin, head);
  munmap(begin + head + bytes, kHugePageBytes - head);
  char* data = begin + head;
#if defined(MADV_HUGEPAGE)
  madvise(data, bytes, hugePages ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
#else
  (void)hugePages;
#endif
  __builtin_memset(data, 0, bytes);
  return {data, bytes};
}

void free_region(const Region& region) {
  if (region.data != nullptr) munmap(region.data, region.bytes);
}

std::size_t page_bytes() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

#endif

}  // namespace softmax_bench
