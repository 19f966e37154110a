// Tells of a fault in code that is not ours, before the process dies of it: which signal, and where it happened.
#pragma once

#include <cstddef>

namespace softmax_bench {

// An array with what lies around it.
struct WatchedArray {
  const char* begin;  // null where nothing is known of it
  const char* end;
};

// A line goes to this descriptor for each fault; -1, as at the start, for none. Not given on to other programs.
void report_faults_to(int descriptor);

// Watches while it lives. In the line are the number of the signal, `x`, `y` or `-` for the array that is nearest, how
// many bytes the address lies behind its begin (negative: before it), the bytes of the array, and `read`, `write`
// or `-`.
class FaultWatch {
 public:
  FaultWatch(const WatchedArray& x, const WatchedArray& y);
  ~FaultWatch();
  FaultWatch(const FaultWatch&) = delete;
  FaultWatch& operator=(const FaultWatch&) = delete;
};

}  // namespace softmax_bench
