#include "routine.h"

namespace softmax_bench {

double time_routine(const RoutineRun& run, const Clock& clock, std::size_t* position) {
  if (run.touchX) touch(slot(run.x, *position), {1, run.elementCount, run.elementCount});
  const std::uint64_t begin = clock.start();
  for (std::size_t call = 0; call < run.batchCount; ++call, ++*position) {
    run.routine.run(run.routine.self, slot(run.x, *position), slot(run.y, *position));
  }
  const std::uint64_t end = clock.stop();
  return clock.span_ns(begin, end) / static_cast<double>(run.batchCount);
}

}  // namespace softmax_bench
