#include "team.h"

#include "../median.h"
#include "parts.h"

namespace softmax_bench {

Team* Team::create(const TeamRequest& request, const Clock& clock, Failure* failure) {
  *failure = Failure::none;
  Pool* pool = Pool::create(request.cpus, request.threadCount);
  if (pool == nullptr) {
    *failure = Failure::threads;
    return nullptr;
  }
  Team* team = new Team(pool, request.scaling, clock);
  if (team->take_memory(request)) return team;
  delete team;
  *failure = Failure::memory;
  return nullptr;
}

Team::Team(Pool* pool, Scaling scaling, const Clock& clock)
    : pool_(pool),
      scaling_(scaling),
      clock_(clock),
      regionCount_(scaling == Scaling::weak ? 2 * pool->thread_count() : 2),
      regions_(new Region[regionCount_]()),
      records_(pool->thread_count()),
      exchange_(pool->thread_count()) {}

Team::~Team() {
  delete pool_;
  for (std::size_t r = 0; r < regionCount_; ++r) free_region(regions_[r]);
  delete[] regions_;
}

bool Team::take_memory(const TeamRequest& request) {
  for (std::size_t r = 0; r < regionCount_; ++r) {
    regions_[r] = map_region(r % 2 == 0 ? request.xBytes : request.yBytes, request.pages);
    if (regions_[r].data == nullptr) return false;
  }
  std::atomic<bool> isTouched{true};
  const std::size_t threadCount = thread_count();
  pool_->run(threadCount, [&](std::size_t t) {
    const bool isShared = scaling_ == Scaling::strong;
    for (std::size_t stream = 0; stream < 2; ++stream) {
      const bool isOwn = isShared ? touch_part(regions_[stream], t, threadCount)
                                  : touch_part(regions_[2 * t + stream], 0, 1);
      if (!isOwn) isTouched.store(false, std::memory_order_relaxed);
    }
  });
  return isTouched.load(std::memory_order_relaxed);
}

std::int64_t Team::transparent_huge_bytes() const {
  return softmax_bench::transparent_huge_bytes(regions_, regionCount_);
}

double Team::barrier_ns(std::size_t threadCount) {
  constexpr std::size_t kMaxSpanCount = 251;
  // Who arrives last goes on at once and waits at the next barrier: single ones differ much.
  constexpr std::size_t kBarriersASpan = 16;
  // Threads that share a CPU take milliseconds each time.
  constexpr double kLongestNs = 20e6;
  double spans[kMaxSpanCount];
  PaddedArray<std::atomic<std::size_t>> spanCount(1);
  spanCount[0].store(kMaxSpanCount, std::memory_order_relaxed);
  pool_->run(threadCount, [&](std::size_t t) {
    const std::uint64_t first = clock_.start();
    std::uint64_t before = first;
    std::uint64_t turn = turn_;
    // The first span waits for the slowest to wake, and counts for nothing.
    for (std::size_t s = 0; s <= spanCount[0].load(std::memory_order_relaxed); ++s) {
      for (std::size_t b = 0; b < kBarriersASpan; ++b, ++turn) {
        if (scaling_ == Scaling::weak) {
          pool_->barrier().wait(t, threadCount);
        } else {
          exchange_.meet(t, threadCount, turn, {});
        }
      }
      if (t != 0) continue;
      const std::uint64_t now = clock_.stop();
      if (s > 0) spans[s - 1] = clock_.span_ns(before, now) / kBarriersASpan;
      before = now;
      // The others read it behind the next span.
      if (s + 1 < spanCount[0].load(std::memory_order_relaxed) &&
          clock_.span_ns(first, now) > kLongestNs) {
        spanCount[0].store(s + 1, std::memory_order_relaxed);
      }
    }
  });
  turn_ += (kMaxSpanCount + 1) * kBarriersASpan;
  return median(spans, spanCount[0].load(std::memory_order_relaxed));
}

void Team::spread_x() {
  if (scaling_ == Scaling::strong) return;
  pool_->run(thread_count(), [&](std::size_t t) {
    if (t > 0) __builtin_memcpy(x_of(t), x_of(0), x().bytes);
  });
}

void Team::clear_y(std::size_t elementCount) {
  pool_->run(thread_count(), [&](std::size_t t) {
    const bool isShared = scaling_ == Scaling::strong;
    const Part part = isShared ? part_of(elementCount, 1, t, thread_count()) : Part{0, elementCount};
    float* y = (isShared ? y_of(0) : y_of(t)) + part.begin;
    for (std::size_t i = 0; i < part.count; ++i) y[i] = __builtin_nanf("");
  });
}

std::size_t Team::differing_thread(std::size_t elementCount, std::size_t threadCount) {
  if (scaling_ == Scaling::strong) return 0;
  std::atomic<std::size_t> first{threadCount};
  pool_->run(threadCount, [&](std::size_t t) {
    if (__builtin_memcmp(y_of(t), y_of(0), elementCount * sizeof(float)) == 0) return;
    std::size_t found = first.load(std::memory_order_relaxed);
    while (t < found && !first.compare_exchange_weak(found, t, std::memory_order_relaxed)) {
    }
  });
  const std::size_t found = first.load(std::memory_order_relaxed);
  return found < threadCount ? found : 0;
}

}  // namespace softmax_bench
