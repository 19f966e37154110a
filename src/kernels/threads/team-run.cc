// Calls of passes by the threads of a team: each on arrays of its own, or all on one, of which each has rows or a part
// of every row.
#include "parts.h"
#include "team.h"

namespace softmax_bench {
namespace {

// Whole cache lines, so that no two threads write to one.
constexpr std::size_t kSeamElements = 16;

}  // namespace

// What the threads that share rows have in common. One of them writes here.
struct Team::SharedRows {
  const TeamRun& run;
  std::uint64_t firstTurn;
  SoftmaxState left{};             // by the last row of the last call
  double passNs[kMaxPasses] = {};  // of all calls, where threads split rows

  // Rows are split only where there are not enough for all threads.
  bool is_split() const { return run.timed.rows.count < run.threadCount; }
  // Of a row that is split.
  Part columns_of(std::size_t thread) const {
    return part_of(run.timed.rows.columns, kSeamElements, thread, run.threadCount);
  }
  Part rows_of(std::size_t thread) const {
    return part_of(run.timed.rows.count, 1, thread, run.threadCount);
  }
};

double Team::execute(const TeamRun& run) {
  if (scaling_ == Scaling::strong) {
    SharedRows shared{run, turn_};
    call_shared_rows(shared);
    return log_sum_exp(shared.left.partial);
  }
  double logSum = 0.0;
  pool_->run(run.threadCount, [&](std::size_t t) {
    const double own = softmax_bench::execute(run.timed.passes, x_of(t), y_of(t), run.timed.rows);
    if (t == 0) logSum = own;
  });
  return logSum;
}

TeamDurations Team::time(const TeamRun& run, double* threadNs) {
  const std::size_t batchCount = run.timed.batchCount;
  SharedRows shared{run, turn_};
  if (scaling_ == Scaling::strong) {
    call_shared_rows(shared);
  } else {
    call_own_rows(run);
  }
  position_ += batchCount;

  const auto calls = static_cast<double>(batchCount);
  const auto threads = static_cast<double>(run.threadCount);
  const Span span = span_of(run.threadCount);
  TeamDurations durations{clock_.span_ns(span.begin, span.end) / calls, {}};
  for (std::size_t p = 0; p < run.timed.passes.count; ++p) durations.passNs[p] = shared.passNs[p] / calls;
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
    if (own.touchX) touch(slot(own.x, position_), own.rows);
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

void Team::call_shared_rows(SharedRows& shared) {
  const TimedRun& timed = shared.run.timed;
  const bool isSplit = shared.is_split();
  pool_->run(shared.run.threadCount, [&](std::size_t t) {
    if (isSplit) {
      call_columns(shared, t);
    } else {
      call_block(shared, t);
    }
  });
  turn_ += timed.batchCount * (isSplit ? timed.rows.count * timed.passes.count : 1);
}

// The rows of one thread, from a call's begin to its end without waiting for others.
void Team::call_block(SharedRows& shared, std::size_t thread) {
  const TimedRun& timed = shared.run.timed;
  const std::size_t threadCount = shared.run.threadCount;
  const Part part = shared.rows_of(thread);
  const std::size_t first = part.begin * timed.rows.strideElements;
  const Rows rows{part.count, timed.rows.columns, timed.rows.strideElements};
  Record& own = records_[thread];
  own = {};
  std::size_t position = position_;
  if (timed.touchX) touch(slot(timed.x, position) + first, rows);
  pool_->barrier().wait(thread, threadCount);
  own.begin = own.end = clock_.start();
  for (std::size_t call = 0; call < timed.batchCount; ++call, ++position) {
    const float* x = slot(timed.x, position) + first;
    float* y = slot(timed.y, position) + first;
    if (timed.perPass) {
      time_rows(timed.passes, x, y, rows, clock_, own.passNs);
    } else {
      own.state = call_rows(timed.passes, x, y, rows);
    }
    own.busyTicks += clock_.stop() - own.end;
    exchange_.meet(thread, threadCount, shared.firstTurn + call, {});
    own.end = clock_.stop();  // and the begin of the next call
  }
  if (thread + 1 == threadCount) shared.left = own.state;
}

// A part of every row.
void Team::call_columns(SharedRows& shared, std::size_t thread) {
  const TimedRun& timed = shared.run.timed;
  const Part part = shared.columns_of(thread);
  Record& own = records_[thread];
  own = {};
  std::size_t position = position_;
  std::uint64_t turn = shared.firstTurn;
  if (timed.touchX && part.count > 0) {
    touch(slot(timed.x, position) + part.begin,
          {timed.rows.count, part.count, timed.rows.strideElements});
  }
  pool_->barrier().wait(thread, shared.run.threadCount);
  own.begin = own.end = clock_.start();
  for (std::size_t call = 0; call < timed.batchCount; ++call, ++position) {
    PassArgs<float> args{slot(timed.x, position) + part.begin, slot(timed.y, position) + part.begin,
                         part.count, 0, &own.state};
    for (std::size_t row = 1; row < timed.rows.count; ++row) {
      call_part(shared, thread, args, &turn);
      args.x += timed.rows.strideElements;
      args.y += timed.rows.strideElements;
    }
    own.busyTicks += call_part(shared, thread, args, &turn) - own.end;
    own.end = clock_.stop();  // and the begin of the next call
  }
  if (thread == 0) shared.left = own.state;
}

// All passes of a part of one row. Returns when the last of them ended here.
std::uint64_t Team::call_part(SharedRows& shared, std::size_t thread, PassArgs<float>& args,
                              std::uint64_t* turn) {
  const TimedRun& timed = shared.run.timed;
  const std::size_t threadCount = shared.run.threadCount;
  SoftmaxState& state = records_[thread].state;
  std::uint64_t end = 0;
  for (std::size_t p = 0; p < timed.passes.count; ++p, ++*turn) {
    args.prefetchBytes = timed.passes.calls[p].prefetchBytes;
    Span span{};
    if (timed.perPass) span.begin = clock_.start();
    if (args.elementCount > 0) timed.passes.calls[p].run(args);
    if (timed.perPass) span.end = clock_.stop();
    if (p + 1 == timed.passes.count) end = clock_.stop();
    exchange_.meet(thread, threadCount, *turn, {state, span});
    if (shared.run.leaves[p] != Leaves::nothing) {
      const SoftmaxState all = merged(shared, shared.run.leaves[p], *turn);
      state.max = all.max;
      state.partial = all.partial;
    }
    if (timed.perPass && thread == 0) {
      const Span whole = pass_span(threadCount, *turn);
      shared.passNs[p] += clock_.span_ns(whole.begin, whole.end);
    }
  }
  return end;
}

Team::Span Team::pass_span(std::size_t threadCount, std::uint64_t turn) {
  Span span = exchange_.entry(0, turn).span;
  for (std::size_t t = 1; t < threadCount; ++t) span.cover(exchange_.entry(t, turn).span);
  return span;
}

// A thread without elements has left nothing.
SoftmaxState Team::merged(const SharedRows& shared, Leaves leaves, std::uint64_t turn) {
  SoftmaxState all{{0.0, 0.0f, 0.0f}, -__builtin_inff(), 0.0f};
  for (std::size_t t = 0; t < shared.run.threadCount; ++t) {
    if (shared.columns_of(t).count == 0) continue;
    const SoftmaxState& own = exchange_.entry(t, turn).state;
    if (own.max > all.max) all.max = own.max;
    if (leaves == Leaves::sum) all.partial = combine(all.partial, own.partial);
  }
  return all;
}

}  // namespace softmax_bench
