// The middle of measured values.
#pragma once

#include <cstddef>
#include <cstdlib>

namespace softmax_bench {

// Sorts the values. `count` is odd, or the larger of the two in the middle is returned.
inline double median(double* values, std::size_t count) {
  std::qsort(values, count, sizeof(double), [](const void* a, const void* b) {
    const double x = *static_cast<const double*>(a);
    const double y = *static_cast<const double*>(b);
    return x < y ? -1 : x > y ? 1 : 0;
  });
  return values[count / 2];
}

}  // namespace softmax_bench
