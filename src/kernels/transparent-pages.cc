#include "memory.h"

#if defined(__linux__)
#include <cstdio>
#endif

namespace softmax_bench {

#if defined(__linux__)

std::int64_t transparent_huge_bytes(const Region& region) {
  std::FILE* maps = std::fopen("/proc/self/smaps", "r");
  if (maps == nullptr) return -1;
  const auto begin = reinterpret_cast<std::uintptr_t>(region.data);
  const std::uintptr_t end = begin + region.bytes;
  std::int64_t total = -1;
  bool isInside = false;
  char line[512];
  while (std::fgets(line, sizeof line, maps) != nullptr) {
    unsigned long first, last, kibibytes;
    if (std::sscanf(line, "%lx-%lx ", &first, &last) == 2) {
      isInside = begin <= first && last <= end;
    } else if (isInside && std::sscanf(line, "AnonHugePages: %lu kB", &kibibytes) == 1) {
      total = (total < 0 ? 0 : total) + static_cast<std::int64_t>(kibibytes) * 1024;
    }
  }
  std::fclose(maps);
  return total;
}

#else

std::int64_t transparent_huge_bytes(const Region&) { return -1; }

#endif

}  // namespace softmax_bench
