#include "driver.h"

#include "subnormals.h"

namespace softmax_bench {
void touch(const float* p, std::size_t count) {
  constexpr std::size_t kLineElements = 16;
  for (std::size_t i = 0; i < count; i += kLineElements) {
    asm volatile("" : : "r"(*reinterpret_cast<const std::uint32_t*>(p + i)) : "memory");
  }
}

void run_calls(const TimedRun& run, std::size_t position) {
  SoftmaxState state{};
  for (std::size_t call = 0; call < run.batchCount; ++call, ++position) {
    PassArgs<float> args{slot(run.x, position), slot(run.y, position), run.elementCount, 0, &state};
    for (std::size_t p = 0; p < run.passes.count; ++p) {
      args.prefetchBytes = run.passes.calls[p].prefetchBytes;
      run.passes.calls[p].run(args);
    }
  }
}

void time_each_pass(const TimedRun& run, const Clock& clock, std::size_t position,
                    double (&totalNs)[kMaxPasses]) {
  SoftmaxState state{};
  for (std::size_t call = 0; call < run.batchCount; ++call, ++position) {
    PassArgs<float> args{slot(run.x, position), slot(run.y, position), run.elementCount, 0, &state};
    for (std::size_t p = 0; p < run.passes.count; ++p) {
      args.prefetchBytes = run.passes.calls[p].prefetchBytes;
      const std::uint64_t begin = clock.start();
      run.passes.calls[p].run(args);
      totalNs[p] += clock.span_ns(begin, clock.stop());
    }
  }
}

double execute(const PassSequence& passes, const float* x, float* y, std::size_t elementCount) {
  const FlushSubnormals flush;
  SoftmaxState state{};
  for (std::size_t p = 0; p < passes.count; ++p) {
    passes.calls[p].run({x, y, elementCount, passes.calls[p].prefetchBytes, &state});
  }
  return log_sum_exp(state.partial);
}

TimedDurations time_passes(const TimedRun& run, const Clock& clock, std::size_t* position) {
  const FlushSubnormals flush;
  if (run.touchX) touch(slot(run.x, *position), run.elementCount);
  TimedDurations durations{};
  const auto calls = static_cast<double>(run.batchCount);
  if (run.perPass) {
    time_each_pass(run, clock, *position, durations.passNs);
    for (std::size_t p = 0; p < run.passes.count; ++p) {
      durations.passNs[p] /= calls;
      durations.callNs += durations.passNs[p];
    }
  } else {
    const std::uint64_t begin = clock.start();
    run_calls(run, *position);
    durations.callNs = clock.span_ns(begin, clock.stop()) / calls;
  }
  *position += run.batchCount;
  return durations;
}

}  // namespace softmax_bench
