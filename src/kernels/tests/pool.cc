// Threads run what they are told, once each, on their CPU, and meet at barriers.
#include "../threads/pool.h"

#include <string>
#include <vector>

#include "../threads/exchange.h"
#include "../threads/parts.h"
#include "allowed-cpus.h"
#include "expect.h"

namespace softmax_bench {
namespace {

void test_parts() {
  for (const std::size_t count : {1, 15, 16, 17, 100, 663, 1024}) {
    for (const std::size_t partCount : {1, 2, 3, 7, 100}) {
      std::size_t end = 0;
      std::size_t longest = 0;
      std::size_t shortest = count;
      for (std::size_t p = 0; p < partCount; ++p) {
        const Part part = part_of(count, 16, p, partCount);
        expect(part.begin == end, "parts lie one behind the other");
        expect(part.begin % 16 == 0 || part.begin == count, "seams lie on whole units");
        end += part.count;
        if (part.count > longest) longest = part.count;
        if (part.count < shortest) shortest = part.count;
      }
      expect(end == count, "parts are the whole together");
      expect(longest - shortest <= 31, "parts differ by a unit, and by what the last unit lacks");
    }
  }
}

// Each thread counts its barriers without any atomic: the sanitizer of threads sees whether the barrier orders that.
void test_barriers(Pool& pool, std::size_t threadCount) {
  constexpr std::size_t kRounds = 100;
  std::vector<std::size_t> arrivals(threadCount);
  std::atomic<bool> areEqual{true};
  pool.run(threadCount, [&](std::size_t t) {
    for (std::size_t round = 1; round <= kRounds; ++round) {
      ++arrivals[t];
      pool.barrier().wait(t, threadCount);
      for (const std::size_t count : arrivals) {
        if (count != round) areEqual = false;
      }
      pool.barrier().wait(t, threadCount);
    }
  });
  expect(areEqual, "nobody passes a barrier before all have arrived, " + std::to_string(threadCount) + " threads");
}

// Entries without any atomic either; the threads of one meeting may be fewer than those of the last.
void test_meetings(Pool& pool) {
  Exchange<std::uint64_t> exchange(pool.thread_count());
  std::uint64_t firstTurn = 1;
  for (std::size_t threadCount = pool.thread_count(); threadCount > 0; threadCount -= 1 + threadCount / 3) {
    constexpr std::uint64_t kMeetings = 100;
    std::atomic<bool> areSeen{true};
    pool.run(threadCount, [&](std::size_t t) {
      for (std::uint64_t turn = firstTurn; turn < firstTurn + kMeetings; ++turn) {
        exchange.meet(t, threadCount, turn, 1000 * turn + t);
        for (std::size_t other = 0; other < threadCount; ++other) {
          if (exchange.entry(other, turn) != 1000 * turn + other) areSeen = false;
        }
      }
    });
    firstTurn += kMeetings;
    expect(areSeen, "all have what all posted, " + std::to_string(threadCount) + " threads");
  }
}

void test_jobs(Pool& pool) {
  std::vector<std::size_t> calls(pool.thread_count());
  for (std::size_t threadCount = 1; threadCount <= calls.size(); ++threadCount) {
    pool.run(threadCount, [&](std::size_t t) { ++calls[t]; });
  }
  for (std::size_t t = 0; t < calls.size(); ++t) {
    expect(calls[t] == calls.size() - t, "each of the first threads runs a job once");
  }
}

void test_cpus(Pool& pool, const std::vector<unsigned>& cpus) {
#if defined(__linux__)
  expect(pool.is_pinned(), "threads are pinned");
  std::vector<int> seen(cpus.size());
  pool.run(cpus.size(), [&](std::size_t t) { seen[t] = sched_getcpu(); });
  for (std::size_t t = 0; t < cpus.size(); ++t) {
    expect(seen[t] == static_cast<int>(cpus[t]), "a thread is on its CPU");
  }
#else
  (void)pool, (void)cpus;
#endif
}

}  // namespace

void test_pool() {
  test_parts();
  for (const std::size_t threadCount : {1, 2, 3, 7, 17}) {
    const std::vector<unsigned> cpus = cpus_for(threadCount);
    Pool* pool = Pool::create(cpus.data(), threadCount);
    expect(pool != nullptr, "threads start");
    if (pool == nullptr) continue;
    test_jobs(*pool);
    test_cpus(*pool, cpus);
    test_barriers(*pool, threadCount);
    test_barriers(*pool, (threadCount + 1) / 2);
    test_meetings(*pool);
    delete pool;
  }
  const unsigned missing[] = {kCpuLimit - 1};
  Pool* pool = Pool::create(missing, 1);
  expect(pool != nullptr && !pool->is_pinned(), "a CPU that is not there is no place for a thread");
  if (pool != nullptr) test_jobs(*pool);
  delete pool;
}

}  // namespace softmax_bench
