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

// What one call works on: rows of x and the same of y, each row `strideElements` behind the one before.
struct Rows {
  std::size_t count;
  std::size_t columns;
  std::size_t strideElements;

  // Elements from the first of the first row to the last of the last.
  std::size_t span() const { return (count - 1) * strideElements + columns; }
};

struct TimedRun {
  PassSequence passes;
  Ring x;
  Ring y;
  Rows rows;
  std::size_t batchCount;
  // Read one element of each line of x before the clock starts.
  bool touchX;
  bool perPass;
};

struct TimedDurations {
  double callNs;  // of one call, the mean over the batch
  double passNs[kMaxPasses];
};

// Executes the passes once, with subnormals flushed, untimed. Returns ln of the sum of e^x that they left in the last
// row; NaN where none sums.
double execute(const PassSequence& passes, const float* x, float* y, const Rows& rows);


// What `time_passes` is made of, for threads: reading one element of each line; all passes of one row after the other,
// which returns what the last row leaves; the calls of a run, whose rings begin at `position`; both with the clock read
// around each pass of each row, which adds durations to `totalNs`.
void touch(const float* p, const Rows& rows);
SoftmaxState call_rows(const PassSequence& passes, const float* x, float* y, const Rows& rows);
void time_rows(const PassSequence& passes, const float* x, float* y, const Rows& rows, const Clock& clock,
               double (&totalNs)[kMaxPasses]);
void run_calls(const TimedRun& run, std::size_t position);
void time_each_pass(const TimedRun& run, const Clock& clock, std::size_t position,
                    double (&totalNs)[kMaxPasses]);

// `position` counts calls since the memory was allocated; it carries the rings from one run to the next.
TimedDurations time_passes(const TimedRun& run, const Clock& clock, std::size_t* position);

}  // namespace softmax_bench
