// Regions hold what was requested, and refuse what cannot be had.
#include "../memory.h"

#include <cstring>

#include "expect.h"

namespace softmax_bench {

void test_memory() {
  for (const Pages pages : {Pages::standard, Pages::huge, Pages::hugetlb}) {
    const Region region = allocate_region(12345, pages);
    if (pages == Pages::hugetlb && region.data == nullptr) continue;  // none are reserved
    expect(reinterpret_cast<std::uintptr_t>(region.data) % region.pageBytes == 0,
           "a region begins a page");
    expect(region.data != nullptr && region.bytes >= 12345, "a region has the bytes requested");
    std::memset(region.data, 1, region.bytes);
    const std::int64_t hugeBytes = transparent_huge_bytes(&region, 1);
    expect(hugeBytes <= (pages == Pages::huge ? static_cast<std::int64_t>(region.bytes) : 0),
           "no more of a region is huge than it has and requested");
    free_region(region);
  }
  const Region tooMuch = allocate_region(std::size_t{1} << 60, Pages::standard);
  expect(tooMuch.data == nullptr && tooMuch.bytes == 0, "too large a region is refused");
  free_region(tooMuch);
}

}  // namespace softmax_bench
