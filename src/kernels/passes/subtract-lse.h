// y = x - ln(sum of e^x): the last pass of log-softmax, after any pass that sums.
//
// The logarithm is found in float64 and split into a high and a low float32 part: y = (x - high) - low. Where y
// is small beside x, x - high is exact (Sterbenz), so the rounding of the logarithm does not show. An offset is
// the high part as it is: the rest would be lost beside it in float64 too.
//
// Instructions a vector: 2 subtractions. Error: at most 1.5 units in the last place of max(1, |y|), and the error
// of the logarithm, which is the relative error of the sum (sum-exp.h): together below 4. -Infinity stays
// -Infinity; where the logarithm is NaN, every y is.
#pragma once

#include "../loops.h"

namespace softmax_bench {
namespace {

template <VectorIsa I, unsigned kUnroll, Store kStore, bool kPrefetch>
void subtract_lse_pass(const PassArgs<typename I::Element>& args) {
  const LogSum lse = log_sum(args.state->partial);
  const float highPart = lse.offset != 0.0f ? lse.offset : static_cast<float>(lse.rest);
  const auto high = I::broadcast(highPart);
  const auto low =
      I::broadcast(static_cast<float>(lse.offset != 0.0f ? lse.rest : lse.rest - highPart));
  map_to<I, kUnroll, kStore, kPrefetch>(
      args.y, args.x, args.elementCount, args.prefetchBytes,
      [&](typename I::Vector x) SB_LAMBDA { return I::sub(I::sub(x, high), low); });
}

}  // namespace
}  // namespace softmax_bench
