// A softmax that is not made of passes: a library's, or the user's own. The driver calls it as it calls passes.
#pragma once

#include "../driver.h"

namespace softmax_bench {

// `run` computes y from x, of a shape that `self` knows. It may not keep the pointers. It cannot fail: output that is
// wrong is found by the check before anything is timed.
struct Routine {
  void (*run)(void* self, const float* x, float* y);
  void* self;
};

struct RoutineRun {
  Routine routine;
  Ring x;
  Ring y;
  // From the first element of x to the last.
  std::size_t elementCount;
  std::size_t batchCount;
  // Read one element of each line of x before the clock starts.
  bool touchX;
};

// Calls it once.
void call_routine(const Routine& routine, const float* x, float* y);

// The duration of one call in ns, the mean over the batch. `position` counts calls and carries the rings from one run
// to the next. Subnormals are as the process has them, which is how a library is called elsewhere; a mode
// that a routine leaves behind is undone.
double time_routine(const RoutineRun& run, const Clock& clock, std::size_t* position);

}  // namespace softmax_bench
