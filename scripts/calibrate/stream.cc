// What several threads can read and copy, in the manner of STREAM (McCalpin): arrays that each thread touches first,
// pinned threads, one barrier before each sweep, the time from it to the last thread. Written apart from the kernels
// of the package, as something to compare them with.
//   stream <threads> <MiB of one array of a thread> <sweeps>
// prints `<test> <bytes per second>` of the median sweep, bytes read and written of all threads.
#include <immintrin.h>
#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Arrays {
  float* x;
  float* y;
};

void read_all(const Arrays& arrays, std::size_t count) {
  __m256 sums[8] = {};
  for (std::size_t i = 0; i < count; i += 64) {
    for (int s = 0; s < 8; ++s) {
      sums[s] = _mm256_add_ps(sums[s], _mm256_load_ps(arrays.x + i + 8 * s));
    }
  }
  for (int s = 1; s < 8; ++s) sums[0] = _mm256_add_ps(sums[0], sums[s]);
  asm volatile("" : : "x"(sums[0]));  // so that the compiler does not leave the loop out
}

void copy_all(const Arrays& arrays, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 8) {
    _mm256_store_ps(arrays.y + i, _mm256_load_ps(arrays.x + i));
  }
}

void copy_streaming(const Arrays& arrays, std::size_t count) {
  for (std::size_t i = 0; i < count; i += 8) {
    _mm256_stream_ps(arrays.y + i, _mm256_load_ps(arrays.x + i));
  }
  _mm_sfence();
}

struct Test {
  const char* name;
  void (*sweep)(const Arrays&, std::size_t);
  double arraysMoved;
};
constexpr Test kTests[] = {
    {"read", read_all, 1}, {"copy", copy_all, 2}, {"copy-nt", copy_streaming, 2}};

void pin(unsigned cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

struct Meeting {
  std::atomic<unsigned> arrived{0};
  std::atomic<unsigned> turn{0};

  void wait(unsigned threadCount) {
    const unsigned before = turn.load();
    if (arrived.fetch_add(1) + 1 == threadCount) {
      arrived.store(0);
      turn.store(before + 1);
      return;
    }
    while (turn.load() == before) _mm_pause();
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const unsigned threadCount = static_cast<unsigned>(std::atoi(argv[1]));
  const std::size_t count = static_cast<std::size_t>(std::atoi(argv[2])) * (1 << 20) / sizeof(float);
  const int sweepCount = std::atoi(argv[3]);
  Meeting meeting;
  std::vector<Clock::time_point> begins(threadCount), ends(threadCount);
  std::vector<std::vector<double>> seconds(std::size(kTests));
  const auto work = [&](unsigned thread) {
    pin(thread);
    Arrays arrays;
    for (float** array : {&arrays.x, &arrays.y}) {
      *array = static_cast<float*>(std::aligned_alloc(4096, count * sizeof(float)));
      std::fill(*array, *array + count, 1.0f);
    }
    for (int sweep = 0; sweep < sweepCount; ++sweep) {
      for (std::size_t test = 0; test < std::size(kTests); ++test) {
        meeting.wait(threadCount);
        begins[thread] = Clock::now();
        kTests[test].sweep(arrays, count);
        ends[thread] = Clock::now();
        meeting.wait(threadCount);
        if (thread != 0) continue;
        const auto begin = *std::min_element(begins.begin(), begins.end());
        const auto end = *std::max_element(ends.begin(), ends.end());
        seconds[test].push_back(std::chrono::duration<double>(end - begin).count());
      }
    }
  };
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < threadCount; ++thread) threads.emplace_back(work, thread);
  for (auto& thread : threads) thread.join();
  for (std::size_t test = 0; test < std::size(kTests); ++test) {
    auto& own = seconds[test];
    std::sort(own.begin(), own.end());
    const double bytes = kTests[test].arraysMoved * threadCount * count * sizeof(float);
    std::printf("%s %.6g\n", kTests[test].name, bytes / own[own.size() / 2]);
  }
}
