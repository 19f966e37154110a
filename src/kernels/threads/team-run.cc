// Calls of passes by the threads of a team: each on rows of its own, or all on one row.
#include "parts.h"
#include "team.h"

namespace softmax_bench {
namespace {

// Whole cache lines, so that no two threads write to one.
constexpr std::size_t kSeamElements = 16;

}  // namespace

// What the threads that share a row have in common. The first one writes here.
struct Team::SharedRow {
  const TeamRun& run;
  std::uint64_t firstTurn;
  SoftmaxState left{};             // by the last call
  double passNs[kMaxPasses] = {};  // of all calls

  Part part(std::size_t thread) const {
    return part_of(run.timed.elementCount, kSeamElements, thread, run.threadCount);
  }
};

double Team::execute(const TeamRun& run) {
  if (scaling_ == Scaling::strong) {
    SharedRow row{run, turn_};
    call_shared_row(row);
    return log_sum_exp(row.left.partial);
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
  SharedRow row{run, turn_};
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
  for (std::size_t t = 1; t < threadCount; ++t) span.cover({records_[t].begin, records_[t].end});
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
  turn_ += row.run.timed.batchCount * row.run.timed.passes.count;
}

void Team::call_part(SharedRow& row, std::size_t thread) {
  const TimedRun& timed = row.run.timed;
  const std::size_t threadCount = row.run.threadCount;
  const std::size_t lastPass = timed.passes.count - 1;
  const Part part = row.part(thread);
  Record& own = records_[thread];
  own = {};
  std::size_t position = position_;
  std::uint64_t turn = row.firstTurn;
  if (timed.touchX) touch(slot(timed.x, position) + part.begin, part.count);
  pool_->barrier().wait(thread, threadCount);
  own.begin = own.end = clock_.start();
  for (std::size_t call = 0; call < timed.batchCount; ++call, ++position) {
    PassArgs<float> args{slot(timed.x, position) + part.begin, slot(timed.y, position) + part.begin,
                         part.count, 0, &own.state};
    for (std::size_t p = 0; p <= lastPass; ++p, ++turn) {
      args.prefetchBytes = timed.passes.calls[p].prefetchBytes;
      Span span{};
      if (timed.perPass) span.begin = clock_.start();
      if (part.count > 0) timed.passes.calls[p].run(args);
      if (timed.perPass) span.end = clock_.stop();
      if (p == lastPass) own.busyTicks += clock_.stop() - own.end;
      exchange_.meet(thread, threadCount, turn, {own.state, span});
      if (row.run.leaves[p] != Leaves::nothing) {
        const SoftmaxState all = merged(row, row.run.leaves[p], turn);
        own.state.max = all.max;
        own.state.partial = all.partial;
      }
      if (timed.perPass && thread == 0) {
        const Span whole = pass_span(threadCount, turn);
        row.passNs[p] += clock_.span_ns(whole.begin, whole.end);
      }
    }
    own.end = clock_.stop();  // and the begin of the next call
  }
  if (thread == 0) row.left = own.state;
}

Team::Span Team::pass_span(std::size_t threadCount, std::uint64_t turn) {
  Span span = exchange_.entry(0, turn).span;
  for (std::size_t t = 1; t < threadCount; ++t) span.cover(exchange_.entry(t, turn).span);
  return span;
}

// A thread without elements has left nothing.
SoftmaxState Team::merged(const SharedRow& row, Leaves leaves, std::uint64_t turn) {
  SoftmaxState all{{0.0, 0.0f, 0.0f}, -__builtin_inff(), 0.0f};
  for (std::size_t t = 0; t < row.run.threadCount; ++t) {
    if (row.part(t).count == 0) continue;
    const SoftmaxState& own = exchange_.entry(t, turn).state;
    if (own.max > all.max) all.max = own.max;
    if (leaves == Leaves::sum) all.partial = combine(all.partial, own.partial);
  }
  return all;
}

}  // namespace softmax_bench
