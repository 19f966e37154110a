// y = e^(x - max) and its sum: the second pass of three-pass-reload.
//
// Instructions a vector: 11 as in scale-exp, and the additions of the sum, 1.25 with 12 vectors a step. XNNPACK's avx512
// kernel has 11 in all, its avx2 kernel 14, with a sum that is not compensated and errors of 10 ulp and more.
// y is e^(x - max) times a factor between 3 and 9, which the next pass takes out.
//
// Bound: on AMD the two ports that multiply: z, steps, t, two of the polynomial, the product and the clamp, 3.5 cycles a vector
// on Zen 5. Reached: 0.81 (avx512) and 0.85 (avx2) of it: the additions of the sum wait for their ports. Cycles a vector by
// llvm-mca 19, with XNNPACK's in brackets: avx512 7.8 on Zen 4 (7.5) and 8.5 on Sapphire Rapids (10.3), avx2 5.1 (5.7)
// and 4.5 (5.3). Measured on Zen 5: 4.3 (4.4) and 4.1 (4.9).
// Error of y: at most 3.9 ulp in 6600 random inputs of up to 4096 elements.
#pragma once

#include "sum-exp.h"

namespace softmax_bench {
namespace {

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch, Reduction kReduction>
SB_INLINE double store_exp(const PassArgs<typename I::Element>& args, float exponent, float offset) {
  const ExpReducer<I, kReduction> reduce(exponent, offset, standard_table<I>());
  CompensatedSum<I> sum;
  StepSum<I, kUnroll / kAccumulators> terms;
  map_steps<I, kUnroll, Store::ordinary, kPrefetch>(
      args.y, args.x, args.elementCount, args.prefetchBytes, kMinusInfinity,
      [&](typename I::Vector x, auto where) SB_LAMBDA {
        const auto value = exp_value(reduce(x));
        terms.take(
            where, [&]() SB_LAMBDA { return value; },
            [&](typename I::Vector before) SB_LAMBDA { return I::add(before, value); });
        return value;
      },
      [&](auto where) SB_LAMBDA {
        sum.add(terms.joined(where));
        terms.chain = I::broadcast(0.0f);
      });
  return sum.total();
}

template <VectorIsa I>
__attribute__((noinline)) double store_exp_wide(const PassArgs<typename I::Element>& args, float exponent,
                                                float offset) {
  return store_exp<I, 4, 2, false, Reduction::wide>(args, exponent, offset);
}

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch>
void store_exp_pass(const PassArgs<typename I::Element>& args) {
  SoftmaxState* state = args.state;
  // Where x is exact in the exponent no offset is wanted, though the way for any may be.
  const bool hasOffset = !fits_exponent<I>(state->max);
  const float offset = hasOffset ? wide_offset(state->max) : 0.0f;
  // Two less than the maximum's: dividing by the sum may make y larger, and what is normal then must
  // not have been flushed to 0 here.
  const float exponent = (hasOffset ? 0.0f : exponent_of(state->max)) - 2.0f;
  const double sum =
      fits_fine<I>(state->max)
          ? store_exp<I, kUnroll, kAccumulators, kPrefetch, Reduction::fine>(args, exponent, offset)
          : store_exp_wide<I>(args, exponent, offset);
  // The fine reduction left nothing to take out.
  state->partial = partial_of<I>(sum, exponent, 0.0f, offset);
  state->storedExponent = exponent;
}

}  // namespace
}  // namespace softmax_bench
