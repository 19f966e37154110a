#include "memory.h"

#if defined(__linux__)
#include <cstdio>
#endif

namespace softmax_bench {

#if defined(__linux__)

namespace {

bool is_in_one(const Region* regions, std::size_t count, std::uintptr_t first, std::uintptr_t last) {
  for (std::size_t r = 0; r < count; ++r) {
    const auto begin = reinterpret_cast<std::uintptr_t>(regions[r].data);
    if (begin <= first && last <= begin + regions[r].bytes) return true;
  }
  return false;
}

}  // namespace

std::int64_t transparent_huge_bytes(const Region* regions, std::size_t count) {
  std::FILE* maps = std::fopen("/proc/self/smaps", "r");
  if (maps == nullptr) return -1;
  std::int64_t total = -1;
  bool isInside = false;
  char line[512];
  while (std::fgets(line, sizeof line, maps) != nullptr) {
    unsigned long first, last, kibibytes;
    if (std::sscanf(line, "%lx-%lx ", &first, &last) == 2) {
      isInside = is_in_one(regions, count, first, last);
    } else if (isInside && std::sscanf(line, "AnonHugePages: %lu kB", &kibibytes) == 1) {
      total = (total < 0 ? 0 : total) + static_cast<std::int64_t>(kibibytes) * 1024;
    }
  }
  std::fclose(maps);
  return total;
}

#else

std::int64_t transparent_huge_bytes(const Region*, std::size_t) { return -1; }

#endif

}  // namespace softmax_bench
