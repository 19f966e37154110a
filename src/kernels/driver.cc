#include "driver.h"

#include "subnormals.h"

namespace softmax_bench {
void touch(const float* p, const Rows& rows) {
  constexpr std::size_t kLineElements = 16;
  const bool isOneRow = rows.strideElements == rows.columns;
  const std::size_t rowCount = isOneRow ? 1 : rows.count;
  const std::size_t columns = isOneRow ? rows.span() : rows.columns;
  for (std::size_t row = 0; row < rowCount; ++row, p += rows.strideElements) {
    for (std::size_t i = 0; i < columns; i += kLineElements) {
      asm volatile("" : : "r"(*reinterpret_cast<const std::uint32_t*>(p + i)) : "memory");
    }
  }
}

SoftmaxState call_rows(const PassSequence& passes, const float* x, float* y, const Rows& rows) {
  SoftmaxState state{};
  PassArgs<float> args{x, y, rows.columns, 0, &state};
  for (std::size_t row = 0; row < rows.count; ++row) {
    for (std::size_t p = 0; p < passes.count; ++p) {
      args.prefetchBytes = passes.calls[p].prefetchBytes;
      passes.calls[p].run(args);
    }
    args.x += rows.strideElements;
    args.y += rows.strideElements;
  }
  return state;
}

void time_rows(const PassSequence& passes, const float* x, float* y, const Rows& rows, const Clock& clock,
               double (&totalNs)[kMaxPasses]) {
  SoftmaxState state{};
  PassArgs<float> args{x, y, rows.columns, 0, &state};
  for (std::size_t row = 0; row < rows.count; ++row) {
    for (std::size_t p = 0; p < passes.count; ++p) {
      args.prefetchBytes = passes.calls[p].prefetchBytes;
      const std::uint64_t begin = clock.start();
      passes.calls[p].run(args);
      totalNs[p] += clock.span_ns(begin, clock.stop());
    }
    args.x += rows.strideElements;
    args.y += rows.strideElements;
  }
}

void run_calls(const TimedRun& run, std::size_t position) {
  for (std::size_t call = 0; call < run.batchCount; ++call, ++position) {
    call_rows(run.passes, slot(run.x, position), slot(run.y, position), run.rows);
  }
}

void time_each_pass(const TimedRun& run, const Clock& clock, std::size_t position,
                    double (&totalNs)[kMaxPasses]) {
  for (std::size_t call = 0; call < run.batchCount; ++call, ++position) {
    time_rows(run.passes, slot(run.x, position), slot(run.y, position), run.rows, clock, totalNs);
  }
}

double execute(const PassSequence& passes, const float* x, float* y, const Rows& rows) {
  const FlushSubnormals flush;
  return log_sum_exp(call_rows(passes, x, y, rows).partial);
}

TimedDurations time_passes(const TimedRun& run, const Clock& clock, std::size_t* position) {
  const FlushSubnormals flush;
  if (run.touchX) touch(slot(run.x, *position), run.rows);
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
