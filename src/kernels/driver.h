// The timed loop: calls of a list of passes on streams that move as the cache state demands.
#pragma once

#include "clock.h"
#include "kernel.h"

namespace softmax_bench {

constexpr std::size_t kMaxPasses = 8;

struct PassCall {
  PassFunction run;
  std::size_t prefetchBytes;
};

struct PassSequence {
  PassCall calls[kMaxPasses];
  std::size_t count;
};

// Slots of `strideElements` one after the other; call k of a run uses slot k modulo slotCount.
struct Ring {
  float* base;
  std::size_t strideElements;
  std::size_t slotCount;
};

inline float* slot(const Ring& ring, std::size_t position) {
  return ring.base + position % ring.slotCount * ring.strideElements;
}

struct TimedRun {
  PassSequence passes;
  Ring x;
  Ring y;
  std::size_t elementCount;
  std::size_t batchCount;
  // Read one element of each line of x before the clock starts.
  bool touchX;
  bool perPass;
};

struct TimedDurations {
  double callNs;  // of one call, the mean over the batch
  double passNs[kMaxPasses];
};

// Executes the passes once, with subnormals flushed, untimed. Returns ln of the sum of e^x that they left; NaN
// where none sums.
double execute(const PassSequence& passes, const float* x, float* y, std::size_t elementCount);

// What `time_passes` is made of, for threads: reading one element of each line; the calls of a run, whose rings begin
// at `position`; the same with the clock read around each pass, which adds durations to `totalNs`.
void touch(const float* p, std::size_t count);
void run_calls(const TimedRun& run, std::size_t position);
void time_each_pass(const TimedRun& run, const Clock& clock, std::size_t position,
                    double (&totalNs)[kMaxPasses]);

// `position` counts calls since the memory was allocated; it carries the rings from one run to the next.
TimedDurations time_passes(const TimedRun& run, const Clock& clock, std::size_t* position);

}  // namespace softmax_bench
