// Calls of passes by the threads of a team: each on rows of its own, or all on one row.
#include "parts.h"
#include "team.h"

namespace softmax_bench {
namespace {

// Whole cache lines, so that no two threads write to one.
constexpr std::size_t kSeamElements = 16;

}  // namespace

// What the threads that share a row have in common. The last one at a barrier writes here.
struct Team::SharedRow {
  const TeamRun& run;
  alignas(kApartBytes) SoftmaxState merged{};
  double passNs[kMaxPasses] = {};  // of all calls

  Part part(std::size_t thread) const {
    return part_of(run.timed.elementCount, kSeamElements, thread, run.threadCount);
  }
};

double Team::execute(const TeamRun& run) {
  if (scaling_ == Scaling::strong) {
    SharedRow row{run};
    call_shared_row(row);
    return log_sum_exp(row.merged.partial);
  }
  double logSum = 0.0;
  pool_->run(run.threadCount, [&](std::size_t t) {
    const double own =
        softmax_bench::execute(run.timed.passes, x_of(t), y_of(t), run.timed.elementCount);
    if (t == 0) logSum = own;
  });
  return logSum;
}

TeamDurations Team::time(const TeamRun& run, double* threadNs) {
  const std::size_t batchCount = run.timed.batchCount;
  SharedRow row{run};
  if (scaling_ == Scaling::strong) {
    call_shared_row(row);
  } else {
    call_own_rows(run);
  }
  position_ += batchCount;

  const auto calls = static_cast<double>(batchCount);
  const auto threads = static_cast<double>(run.threadCount);
  const Span span = span_of(run.threadCount);
  TeamDurations durations{clock_.span_ns(span.begin, span.end) / calls, {}};
  for (std::size_t p = 0; p < run.timed.passes.count; ++p) durations.passNs[p] = row.passNs[p] / calls;
  for (std::size_t t = 0; t < run.threadCount; ++t) {
    const Record& record = records_[t];
    threadNs[t] = scaling_ == Scaling::strong
                      ? clock_.span_ns(0, record.busyTicks / batchCount)
                      : clock_.span_ns(span.begin, record.end) / calls;
    for (std::size_t p = 0; p < run.timed.passes.count; ++p) {
      durations.passNs[p] += record.passNs[p] / calls / threads;
    }
  }
  return durations;
}

Team::Span Team::span_of(std::size_t threadCount) const {
  Span span{records_[0].begin, records_[0].end};
  for (std::size_t t = 1; t < threadCount; ++t) {
    if (records_[t].begin < span.begin) span.begin = records_[t].begin;
    if (records_[t].end > span.end) span.end = records_[t].end;
  }
  return span;
}

void Team::call_own_rows(const TeamRun& run) {
  pool_->run(run.threadCount, [&](std::size_t t) {
    TimedRun own = run.timed;
    own.x.base = x_of(t);
    own.y.base = y_of(t);
    Record& record = records_[t];
    record = {};
    if (own.touchX) touch(slot(own.x, position_), own.elementCount);
    pool_->barrier().wait(t, run.threadCount);
    record.begin = clock_.start();
    if (own.perPass) {
      time_each_pass(own, clock_, position_, record.passNs);
    } else {
      run_calls(own, position_);
    }
    record.end = clock_.stop();
  });
}

void Team::call_shared_row(SharedRow& row) {
  pool_->run(row.run.threadCount, [&](std::size_t t) { call_part(row, t); });
}

void Team::call_part(SharedRow& row, std::size_t thread) {
  const TimedRun& timed = row.run.timed;
  const std::size_t lastPass = timed.passes.count - 1;
  const Part part = row.part(thread);
  Record& own = records_[thread];
  own = {};
  std::size_t position = position_;
  if (timed.touchX) touch(slot(timed.x, position) + part.begin, part.count);
  pool_->barrier().wait(thread, row.run.threadCount);
  own.begin = own.end = clock_.start();
  for (std::size_t call = 0; call < timed.batchCount; ++call, ++position) {
    PassArgs<float> args{slot(timed.x, position) + part.begin, slot(timed.y, position) + part.begin,
                         part.count, 0, &own.state};
    for (std::size_t p = 0; p <= lastPass; ++p) {
      args.prefetchBytes = timed.passes.calls[p].prefetchBytes;
      if (timed.perPass) own.passBegin = clock_.start();
      if (part.count > 0) timed.passes.calls[p].run(args);
      if (timed.perPass) own.passEnd = clock_.stop();
      if (p == lastPass) own.busyTicks += clock_.stop() - own.end;
      pool_->barrier().wait(thread, row.run.threadCount, [&] { end_pass(row, p); });
      if (row.run.leaves[p] == Leaves::nothing) continue;
      own.state.max = row.merged.max;
      own.state.partial = row.merged.partial;
    }
    own.end = clock_.stop();  // and the begin of the next call
  }
}

void Team::end_pass(SharedRow& row, std::size_t pass) {
  if (row.run.leaves[pass] != Leaves::nothing) merge(row, row.run.leaves[pass]);
  if (!row.run.timed.perPass) return;
  Span span{records_[0].passBegin, records_[0].passEnd};
  for (std::size_t t = 1; t < row.run.threadCount; ++t) {
    if (records_[t].passBegin < span.begin) span.begin = records_[t].passBegin;
    if (records_[t].passEnd > span.end) span.end = records_[t].passEnd;
  }
  row.passNs[pass] += clock_.span_ns(span.begin, span.end);
}

// A thread without elements has left nothing.
void Team::merge(SharedRow& row, Leaves leaves) {
  SoftmaxState merged{{0.0, 0.0f, 0.0f}, -__builtin_inff(), 0.0f};
  for (std::size_t t = 0; t < row.run.threadCount; ++t) {
    if (row.part(t).count == 0) continue;
    const SoftmaxState& own = records_[t].state;
    if (own.max > merged.max) merged.max = own.max;
    if (leaves == Leaves::sum) merged.partial = combine(merged.partial, own.partial);
  }
  row.merged = merged;
}

}  // namespace softmax_bench
