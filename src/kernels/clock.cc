#include "clock.h"

#include "clock-source.h"
#include "median.h"

#if defined(_WIN32)
#include <windows.h>
#else
#include <ctime>
#endif

namespace softmax_bench {

#if defined(_WIN32)
const char* const kMonotonicSource = "QueryPerformanceCounter";

std::uint64_t monotonic_ns() {
  LARGE_INTEGER frequency, now;
  QueryPerformanceFrequency(&frequency);
  QueryPerformanceCounter(&now);
  return static_cast<std::uint64_t>(static_cast<double>(now.QuadPart) * 1e9 /
                                    static_cast<double>(frequency.QuadPart));
}
#else
// On AArch64 it reads the generic timer without a system call.
const char* const kMonotonicSource = "clock_gettime";

std::uint64_t monotonic_ns() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1000000000u +
         static_cast<std::uint64_t>(now.tv_nsec);
}
#endif

namespace {

#if defined(__x86_64__)
struct ClockPair {
  std::uint64_t ticks;
  std::uint64_t ns;
};

// Both clocks at one moment: of several tries the one that an interruption stretched least.
ClockPair read_both() {
  ClockPair best{};
  std::uint64_t bestTicks = ~std::uint64_t{0};
  for (int attempt = 0; attempt < 8; ++attempt) {
    const std::uint64_t before = __builtin_ia32_rdtsc();
    const std::uint64_t ns = monotonic_ns();
    const std::uint64_t after = __builtin_ia32_rdtsc();
    if (after - before < bestTicks) {
      bestTicks = after - before;
      best = {before + (after - before) / 2, ns};
    }
  }
  return best;
}

double measure_ns_per_tick() {
  constexpr std::uint64_t kSpanNs = 20000000;
  double rates[3];
  for (double& rate : rates) {
    const ClockPair begin = read_both();
    while (monotonic_ns() - begin.ns < kSpanNs) {
    }
    const ClockPair end = read_both();
    rate = static_cast<double>(end.ns - begin.ns) / static_cast<double>(end.ticks - begin.ticks);
  }
  return median(rates, 3);
}
#endif

double measure_overhead_ns(const Clock& clock) {
  double spans[1001];
  for (double& span : spans) {
    const std::uint64_t begin = clock.start();
    const std::uint64_t end = clock.stop();
    span = static_cast<double>(end - begin) * clock.nsPerTick;
  }
  return median(spans, 1001);
}

}  // namespace

Clock calibrate_clock(const CpuFeatures& features) {
  Clock clock{kMonotonicSource, false, 1.0, 0.0};
#if defined(__x86_64__)
  if (features.invariantTsc && features.rdtscp && system_offers_timestamp_counter()) {
    clock = {"rdtscp", true, measure_ns_per_tick(), 0.0};
  }
#else
  (void)features;
#endif
  clock.overheadNs = measure_overhead_ns(clock);
  return clock;
}

}  // namespace softmax_bench
