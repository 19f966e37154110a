// How threads share what is one.
#pragma once

#include <cstddef>

namespace softmax_bench {

struct Part {
  std::size_t begin;
  std::size_t count;
};

// The part of [0, count) that is one thread's. Parts are contiguous, in order and as equal as whole units make them;
// the last unit may be cut short, and a part may be empty.
inline Part part_of(std::size_t count, std::size_t unit, std::size_t part, std::size_t partCount) {
  const std::size_t units = (count + unit - 1) / unit;
  const std::size_t share = units / partCount;
  const std::size_t rest = units % partCount;
  const auto seam = [&](std::size_t index) {
    const std::size_t at = (share * index + (index < rest ? index : rest)) * unit;
    return at < count ? at : count;
  };
  return {seam(part), seam(part + 1) - seam(part)};
}

}  // namespace softmax_bench
