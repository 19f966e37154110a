// Memory for the arrays, outside the JavaScript heap.
#pragma once

#include <cstddef>
#include <cstdint>

namespace softmax_bench {

// `standard`: ordinary pages, transparent huge pages refused, so that the page size does not depend on a
// system-wide setting. `huge`: transparent huge pages requested, and given where the system can. `hugetlb`: pages
// of 2 MiB from the pool that an administrator reserved, or no memory.
enum class Pages : std::uint8_t { standard, huge, hugetlb };

// Aligned to a page, zeroed and touched, so that no page fault happens while something is timed.
struct Region {
  void* data;  // null when the memory cannot be had
  std::size_t bytes;
  std::size_t pageBytes;  // 2 MiB for hugetlb, else those of an ordinary page
  // What is given back: `data`, and on Linux inaccessible pages around it.
  void* mapping;
  std::size_t mappedBytes;
};

// Whether this system knows such pages.
bool has_pages(Pages pages);

Region allocate_region(std::size_t bytes, Pages pages);

void free_region(const Region& region);

// Bytes of the region that are backed by transparent huge pages now; -1 where the system does not say.
std::int64_t transparent_huge_bytes(const Region& region);

}  // namespace softmax_bench
