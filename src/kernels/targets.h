// The targets that this build contains, and what the CPU must have for each.
#pragma once

#include "features.h"
#include "kernel.h"

namespace softmax_bench {

struct Target {
  const char* name;
  const char* requirement;  // in words, for the message when it is missing
  bool (*available)(const CpuFeatures&);
  KernelList (*kernels)();
};

struct TargetList {
  const Target* targets;
  std::size_t count;
};

// Fastest first.
TargetList all_targets();

}  // namespace softmax_bench
