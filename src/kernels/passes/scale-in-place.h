// y = y / sum: the last pass of three-pass-reload. Two instructions a vector: the factor comes in two
// parts, because its rounding would be an error common to all y, and the pass waits for memory anyway.
#pragma once

#include "../exp.h"
#include "../loops.h"

namespace softmax_bench {
namespace {

template <VectorIsa I, unsigned kUnroll, bool kPrefetch>
void scale_in_place_pass(const PassArgs<typename I::Element>& args) {
  const Denominator denominator = finish(args.state->partial);
  // The terms are below 16, so this is below 16 * elementCount: far from overflow.
  const double divisor = denominator.sum * ExpTable<I::tableBits>::standardOne *
                         exp_scalar((denominator.exponent - args.state->storedExponent) * kLn2Double);
  const auto high = I::broadcast(static_cast<float>(1.0 / divisor));
  const auto low = I::broadcast(
      static_cast<float>(1.0 / divisor - static_cast<double>(static_cast<float>(1.0 / divisor))));
  map_to<I, kUnroll, Store::ordinary, kPrefetch>(
      args.y, args.y, args.elementCount, args.prefetchBytes,
      [&](typename I::Vector y) SB_LAMBDA { return I::fma(y, high, I::mul(y, low)); });
}

}  // namespace
}  // namespace softmax_bench
