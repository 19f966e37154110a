// Memory for the streams, outside the JavaScript heap.
#pragma once

#include <cstddef>

namespace softmax_bench {

// Page-aligned, zeroed and touched, so that no page fault happens while something is timed.
struct Region {
  void* data;
  std::size_t bytes;
};

// data is null when the memory is not to be had. With hugePages, transparent huge pages are asked for;
// without, they are refused, so that the page size does not hang on a system-wide setting.
Region allocate_region(std::size_t bytes, bool hugePages);

void free_region(const Region& region);

// Of an ordinary page.
std::size_t page_bytes();

}  // namespace softmax_bench
