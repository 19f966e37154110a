// A barrier at which threads spin. Threads arrive in groups of up to eight, the last of each group arrives at the level
// above for all of it: eight threads meet at one counter, and more do not queue for it. Who arrives last of all does
// what is to be done once, then opens the barrier for all. What a thread wrote before it arrived is seen by that last
// one, and what the last one wrote by all.
#pragma once

#include <atomic>

#include "padded.h"
#include "thread.h"

namespace softmax_bench {

class SpinBarrier {
 public:
  explicit SpinBarrier(std::size_t maxThreadCount)
      : groups_(group_count(maxThreadCount)), generation_(1) {}

  // The threads 0 to threadCount - 1 wait for each other; the last to arrive calls `last()` before any goes on.
  template <class Last>
  void wait(std::size_t thread, std::size_t threadCount, Last&& last) {
    const unsigned generation = generation_[0].load(std::memory_order_relaxed);
    std::size_t firstGroup = 0;
    std::size_t index = thread;
    for (std::size_t width = threadCount; width > 1;) {
      const std::size_t group = index / kGroupSize;
      const std::size_t left = width - group * kGroupSize;
      const auto size = static_cast<unsigned>(left < kGroupSize ? left : kGroupSize);
      std::atomic<unsigned>& arrived = groups_[firstGroup + group];
      if (arrived.fetch_add(1, std::memory_order_acq_rel) + 1 < size) return spin_until_after(generation);
      arrived.store(0, std::memory_order_relaxed);  // nobody arrives again before the barrier opens
      width = (width + kGroupSize - 1) / kGroupSize;
      firstGroup += width;
      index = group;
    }
    last();
    generation_[0].store(generation + 1, std::memory_order_release);
  }

  void wait(std::size_t thread, std::size_t threadCount) {
    wait(thread, threadCount, [] {});
  }

 private:
  static constexpr std::size_t kGroupSize = 8;
  // Some 100 us. Threads that still wait may share a CPU with those that they wait for.
  static constexpr unsigned kSpinsBeforeYield = 10000;

  static std::size_t group_count(std::size_t threadCount) {
    std::size_t total = 1;
    for (std::size_t width = threadCount; width > 1;) {
      width = (width + kGroupSize - 1) / kGroupSize;
      total += width;
    }
    return total;
  }

  void spin_until_after(unsigned generation) {
    unsigned spins = 0;
    while (generation_[0].load(std::memory_order_acquire) == generation) {
      if (spins < kSpinsBeforeYield) {
        ++spins;
        pause_cpu();
      } else {
        yield_cpu();
      }
    }
  }

  PaddedArray<std::atomic<unsigned>> groups_;
  PaddedArray<std::atomic<unsigned>> generation_;
};

}  // namespace softmax_bench
