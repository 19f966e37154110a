#include "routine.h"

#include <cfenv>

namespace softmax_bench {
namespace {

// Puts back rounding, exceptions and what becomes of subnormals, which other code counts on.
class RestoredMode {
 public:
  RestoredMode() { std::fegetenv(&before_); }
  ~RestoredMode() { std::fesetenv(&before_); }
  RestoredMode(const RestoredMode&) = delete;
  RestoredMode& operator=(const RestoredMode&) = delete;

 private:
  std::fenv_t before_;
};

}  // namespace

void call_routine(const Routine& routine, const float* x, float* y) {
  const RestoredMode restored;
  routine.run(routine.self, x, y);
}

double time_routine(const RoutineRun& run, const Clock& clock, std::size_t* position) {
  const RestoredMode restored;
  if (run.touchX) touch(slot(run.x, *position), {1, run.elementCount, run.elementCount});
  const std::uint64_t begin = clock.start();
  for (std::size_t call = 0; call < run.batchCount; ++call, ++*position) {
    run.routine.run(run.routine.self, slot(run.x, *position), slot(run.y, *position));
  }
  const std::uint64_t end = clock.stop();
  return clock.span_ns(begin, end) / static_cast<double>(run.batchCount);
}

}  // namespace softmax_bench
