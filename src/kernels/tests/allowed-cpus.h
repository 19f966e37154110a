// CPUs that the tests may use.
#pragma once

#include <cstddef>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif

namespace softmax_bench {

// The first two that this process may use, in turn: more threads than CPUs, so that they have to yield.
inline std::vector<unsigned> cpus_for(std::size_t threadCount) {
  std::vector<unsigned> allowed;
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  for (unsigned cpu = 0; cpu < CPU_SETSIZE && allowed.size() < 2; ++cpu) {
    if (CPU_ISSET(cpu, &set)) allowed.push_back(cpu);
  }
#else
  allowed = {0, 1};
#endif
  std::vector<unsigned> cpus(threadCount);
  for (std::size_t t = 0; t < threadCount; ++t) cpus[t] = allowed[t % allowed.size()];
  return cpus;
}

}  // namespace softmax_bench
