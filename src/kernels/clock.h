// The clock of the timed region, read in the same language as the kernels and next to them.
#pragma once

#include <cstdint>

#include "features.h"

namespace softmax_bench {

// The monotonic clock of the operating system, in nanoseconds.
std::uint64_t monotonic_ns();

struct Clock {
  const char* source;  // "rdtscp", or the system's clock
  bool timestampCounter;
  double nsPerTick;
  // Median of many back-to-back readings: what a span contains of the clock itself.
  double overheadNs;

  std::uint64_t start() const {
#if defined(__x86_64__)
    if (timestampCounter) {
      // The compiler's own names: the header of the intrinsics takes longer to compile than most files that tell time.
      // Everything before has finished when the counter is read, and nothing after has begun.
      __builtin_ia32_mfence();
      __builtin_ia32_lfence();
      const std::uint64_t ticks = __builtin_ia32_rdtsc();
      __builtin_ia32_lfence();
      return ticks;
    }
#endif
    return monotonic_ns();
  }

  std::uint64_t stop() const {
#if defined(__x86_64__)
    if (timestampCounter) {
      unsigned processor;
      const std::uint64_t ticks = __builtin_ia32_rdtscp(&processor);
      __builtin_ia32_lfence();
      return ticks;
    }
#endif
    return monotonic_ns();
  }

  // Never negative: a span shorter than the clock's own cost counts as 0.
  double span_ns(std::uint64_t begin, std::uint64_t end) const {
    const double ns = static_cast<double>(end - begin) * nsPerTick - overheadNs;
    return ns > 0.0 ? ns : 0.0;
  }
};

// Takes some 60 ms: the counter is calibrated against the operating system's clock.
Clock calibrate_clock(const CpuFeatures& features);

}  // namespace softmax_bench
