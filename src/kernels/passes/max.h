// max(x): the first pass of both three-pass algorithms. One instruction a vector.
//
// Bound: loads, two vectors a cycle on Intel and on Zen 5 (Zen 4: one of 512 bits). Reached from L1: all of it (Zen 5).
//
// NaN may be lost here, which does no harm: the summing pass meets it again and its sum is NaN.
#pragma once

#include "../exp.h"
#include "../loops.h"

namespace softmax_bench {
namespace {

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch>
void max_pass(const PassArgs<typename I::Element>& args) {
  typename I::Vector largest[kAccumulators];
#pragma GCC unroll 8
  for (auto& v : largest) v = I::broadcast(kMinusInfinity);
  for_each_step<I, kUnroll, kPrefetch>(
      args.x, args.elementCount, args.prefetchBytes, kMinusInfinity, [&](auto step) SB_LAMBDA {
        step.each([&](typename I::Vector x, auto u) SB_LAMBDA {
          auto& lane = largest[u.value % kAccumulators];
          lane = I::max(lane, x);
        });
      });
#pragma GCC unroll 8
  for (unsigned a = 1; a < kAccumulators; ++a) largest[0] = I::max(largest[0], largest[a]);
  args.state->max = I::largest(largest[0]);
}

}  // namespace
}  // namespace softmax_bench
