// The clock that the core seems to run at: the time of a chain of rotations, each of which waits for the
// one before. A rotation by a constant takes one cycle on x86-64 since 2008 and on 64-bit Arm (Fog,
// Instruction tables; Arm software optimization guides), and unlike an addition of a constant no core
// does it for nothing while it renames registers. An estimate, to tell rounds of one run from each other:
// what another thread of the core takes shows as a lower clock.
#pragma once

#include <cstdint>

#include "clock.h"

namespace softmax_bench {

// In Hz. Takes some 10 microseconds; of two chains the faster counts, as the first may be interrupted.
inline double core_clock_hz(const Clock& clock) {
  constexpr int kLoops = 512;
  constexpr int kRotationsALoop = 32;
  double bestNs = 0.0;
  for (int attempt = 0; attempt < 2; ++attempt) {
    std::uint64_t value = 0x9e3779b97f4a7c15u;
    const std::uint64_t begin = clock.start();
    for (int loop = 0; loop < kLoops; ++loop) {
#pragma GCC unroll 32
      for (int rotation = 0; rotation < kRotationsALoop; ++rotation) {
        value = value >> 7 | value << 57;
        asm volatile("" : "+r"(value));  // so that the compiler does not merge two rotations
      }
    }
    const double ns = clock.span_ns(begin, clock.stop());
    if (attempt == 0 || ns < bestNs) bestNs = ns;
  }
  return bestNs > 0.0 ? 1e9 * kLoops * kRotationsALoop / bestNs : 0.0;
}

}  // namespace softmax_bench
