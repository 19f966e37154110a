// Sums of vectors that stay accurate for any number of elements.
#pragma once

#include "loops.h"

namespace softmax_bench {
namespace {

// Kahan's compensated sum in every lane: 4 additions for each vector added. The passes add one vector
// a loop step, so it costs 4 / unroll instructions a vector. A single float32 accumulator would lose
// small terms beside a large one: 28 ulp after 4096 terms, where this stays below 1.
template <VectorIsa I>
struct CompensatedSum {
  using Vector = typename I::Vector;
  Vector sum = I::broadcast(0.0f);
  Vector excess = I::broadcast(0.0f);  // how much `sum` is too large

  SB_MEMBER void add(Vector term) {
    const Vector corrected = I::sub(term, excess);
    const Vector next = I::add(sum, corrected);
    excess = I::sub(I::sub(next, sum), corrected);
    sum = next;
  }

  SB_MEMBER void scale(Vector factor) {
    sum = I::mul(sum, factor);
    excess = I::mul(excess, factor);
  }

  // Of all lanes, in float64.
  SB_MEMBER double total() const {
    alignas(64) float sums[I::width];
    alignas(64) float excesses[I::width];
    I::store_lanes(sums, sum);
    I::store_lanes(excesses, excess);
    double total = 0.0;
    for (std::size_t lane = 0; lane < I::width; ++lane) {
      total += static_cast<double>(sums[lane]) - excesses[lane];
    }
    return total;
  }
};

// The terms of one loop step: kAccumulators chains, joined pairwise.
template <VectorIsa I, unsigned kAccumulators>
struct StepSum {
  typename I::Vector partial[kAccumulators];

  SB_MEMBER StepSum() {
    for (auto& v : partial) v = I::broadcast(0.0f);
  }
  SB_MEMBER typename I::Vector joined() const {
    typename I::Vector rest[kAccumulators];
    for (unsigned a = 0; a < kAccumulators; ++a) rest[a] = partial[a];
#pragma GCC unroll 8
    for (unsigned left = kAccumulators; left > 1; left = (left + 1) / 2) {
#pragma GCC unroll 8
      for (unsigned a = 0; a < left / 2; ++a) rest[a] = I::add(rest[a], rest[left - 1 - a]);
    }
    return rest[0];
  }
};

}  // namespace
}  // namespace softmax_bench
