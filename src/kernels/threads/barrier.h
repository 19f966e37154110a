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
  explicit SpinBarrier(std::size_t maxThreadCount) : groups_(group_count(maxThreadCount) + 1) {}

  // The threads 0 to threadCount - 1 wait for each other; the last to arrive calls `last()` before any goes on.
  template <class Last>
  void wait(std::size_t thread, std::size_t threadCount, Last&& last) {
    std::atomic<unsigned>& openings = openings_for(threadCount);
    const unsigned before = openings.load(std::memory_order_relaxed);
    std::size_t firstGroup = 0;
    std::size_t index = thread;
    for (std::size_t width = threadCount; width > 1;) {
      const std::size_t group = index / kGroupSize;
      const std::size_t left = width - group * kGroupSize;
      const auto size = static_cast<unsigned>(left < kGroupSize ? left : kGroupSize);
      std::atomic<unsigned>& arrived = groups_[firstGroup + group].arrived;
      if (arrived.fetch_add(1, std::memory_order_acq_rel) + 1 < size) return spin(openings, before);
      arrived.store(0, std::memory_order_relaxed);  // nobody arrives again before the barrier opens
      width = (width + kGroupSize - 1) / kGroupSize;
      firstGroup += width;
      index = group;
    }
    last();
    openings.store(before + 1, std::memory_order_release);
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

  // Where the barrier opens. A single group has it on the line of its counter, which its last thread owns by then: one
  // transfer of a line less. More threads would delay those that arrive by reading it.
  std::atomic<unsigned>& openings_for(std::size_t threadCount) {
    return groups_[threadCount <= kGroupSize ? 0 : groups_.count() - 1].openings;
  }

  static void spin(const std::atomic<unsigned>& openings, unsigned before) {
    unsigned spins = 0;
    while (openings.load(std::memory_order_acquire) == before) {
      if (spins < kSpinsBeforeYield) {
        ++spins;
        pause_cpu();
      } else {
        yield_cpu();
      }
    }
  }

  struct Group {
    std::atomic<unsigned> arrived;
    std::atomic<unsigned> openings;
  };
  PaddedArray<Group> groups_;
};

}  // namespace softmax_bench
