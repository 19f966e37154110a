// y = y / sum: the last pass of three-pass-reload. Two instructions a vector: the factor comes in two
// parts, because its rounding would be an error common to all y.
//
// Bound: one load and one store a vector, 1 cycle. Reached from L1: all of it (Zen 5); a single multiplication is not
// faster. From L2 it takes as long as XNNPACK's, which has that one.
#pragma once

#include "../exp.h"
#include "../loops.h"

namespace softmax_bench {
namespace {

template <VectorIsa I, unsigned kUnroll, bool kPrefetch>
void scale_in_place_pass(const PassArgs<typename I::Element>& args) {
  const auto [sum, exponent, offset] = args.state->partial;
  double factor = (1.0 / ExpTable<I::tableBits>::standardOne) / sum;
  // Where parts of a row were merged. The terms are below 16, so all stays far from overflow.
  if (exponent != args.state->storedExponent) {
    factor *= power_of_two(args.state->storedExponent - exponent);
  }
  if (!(sum > 0.0)) factor = __builtin_nan("");
  // The bits that a float32 has, and those that it lacks.
  const auto highPart = __builtin_bit_cast(
      double, __builtin_bit_cast(std::uint64_t, factor) & ~((std::uint64_t{1} << 29) - 1));
  const auto high = I::broadcast(static_cast<float>(highPart));
  const auto low = I::broadcast(static_cast<float>(factor - highPart));
  map_to<I, kUnroll, Store::ordinary, kPrefetch>(
      args.y, args.y, args.elementCount, args.prefetchBytes,
      [&](typename I::Vector loaded) SB_LAMBDA {
        const auto y = I::held(loaded);
        return I::fma(y, high, I::mul(y, low));
      });
}

}  // namespace
}  // namespace softmax_bench
