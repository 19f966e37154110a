// Memory for the arrays, outside the JavaScript heap.
#pragma once

#include <cstddef>
#include <cstdint>

namespace softmax_bench {

// `standard`: ordinary pages, transparent huge pages refused, so that the page size does not depend on a
// system-wide setting. `huge`: transparent huge pages requested, and given where the system can. `hugetlb`: pages
// of 2 MiB from the pool that an administrator reserved, or no memory.
enum class Pages : std::uint8_t { standard, huge, hugetlb };

// Aligned to a page and zeroed. Touched before anything is timed, so that no page fault happens meanwhile.
struct Region {
  void* data;  // null when the memory cannot be had
  std::size_t bytes;
  Pages pages;
  std::size_t pageBytes;  // 2 MiB for hugetlb, else those of an ordinary page
  // What is given back: `data`, and on Linux inaccessible pages around it.
  void* mapping;
  std::size_t mappedBytes;
};

// Whether this system knows such pages.
bool has_pages(Pages pages);

// Addresses, with no memory behind them yet. Reading hugetlb pages before they are touched may end the process.
Region map_region(std::size_t bytes, Pages pages);

// Puts memory behind one of `partCount` equal parts, near the CPU of the calling thread (where the system's policy is
// the ordinary one). False when it cannot be had.
bool touch_part(const Region& region, std::size_t part, std::size_t partCount);

// Mapped, and touched by the calling thread.
Region allocate_region(std::size_t bytes, Pages pages);

void free_region(const Region& region);

// Bytes of the regions that are backed by transparent huge pages now; -1 where the system does not say.
std::int64_t transparent_huge_bytes(const Region* regions, std::size_t count);

}  // namespace softmax_bench
