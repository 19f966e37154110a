// A barrier at which threads spin. Threads arrive in groups of up to eight, the last of each group arrives at the level
// above for all of it: eight threads meet at one counter, and more do not queue for it. Who arrives last of all opens
// the barrier. What a thread wrote before it arrived is seen by all behind the barrier.
#pragma once

#include <atomic>

#include "padded.h"
#include "thread.h"

namespace softmax_bench {

// Some 100 us. Threads that still wait may share a CPU with those that they wait for.
#if !defined(SOFTMAX_BENCH_SPINS)
#define SOFTMAX_BENCH_SPINS 10000
#endif
inline constexpr unsigned kSpinsBeforeYield = SOFTMAX_BENCH_SPINS;

template <class Condition>
void spin_until(Condition isTrue) {
  for (unsigned spins = 0; !isTrue();) {
    if (spins < kSpinsBeforeYield) {
      ++spins;
      pause_cpu();
    } else {
      yield_cpu();
    }
  }
}

class SpinBarrier {
 public:
  explicit SpinBarrier(std::size_t maxThreadCount) : groups_(group_count(maxThreadCount) + 1) {}

  // The threads 0 to threadCount - 1 wait for each other.
  void wait(std::size_t thread, std::size_t threadCount) {
    std::atomic<unsigned>& openings = openings_for(threadCount);
    const unsigned before = openings.load(std::memory_order_relaxed);
    std::size_t firstGroup = 0;
    std::size_t index = thread;
    for (std::size_t width = threadCount; width > 1;) {
      const std::size_t group = index / kGroupSize;
      const std::size_t left = width - group * kGroupSize;
      const auto size = static_cast<unsigned>(left < kGroupSize ? left : kGroupSize);
      std::atomic<unsigned>& arrived = groups_[firstGroup + group].arrived;
      if (arrived.fetch_add(1, std::memory_order_acq_rel) + 1 < size) {
        return spin_until([&] { return openings.load(std::memory_order_acquire) != before; });
      }
      arrived.store(0, std::memory_order_relaxed);  // nobody arrives again before the barrier opens
      width = (width + kGroupSize - 1) / kGroupSize;
      firstGroup += width;
      index = group;
    }
    openings.store(before + 1, std::memory_order_release);
  }

 private:
  static constexpr std::size_t kGroupSize = 8;
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

  struct Group {
    std::atomic<unsigned> arrived;
    std::atomic<unsigned> openings;
  };
  PaddedArray<Group> groups_;
};

}  // namespace softmax_bench
