// sum of e^(x - max): the second pass of three-pass-recompute.
//
// Instructions a vector: clamp 1, round 2, reduce 1, scale 3 (lookup, shift, add), polynomial 3,
// multiply-add into the sum 1: 11, and (3 + accumulators) / unroll for joining and compensating.
// Relative error of the sum: below 2.5e-7 in 24000 random inputs, mostly from adding beside one
// term that outweighs the others.
#pragma once

#include "../accumulator.h"
#include "../exp.h"
#include "../loops.h"

namespace softmax_bench {
namespace {

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch, bool kWide>
SB_INLINE double sum_exp(const PassArgs<typename I::Element>& args, float exponent, float offset) {
  const ExpReducer<I, Reduction::coarse, kWide> reduce(exponent, offset,
                                                       ExpTable<I::tableBits>::standard.values);
  CompensatedSum<I> sum;
  for_each_step<I, kUnroll, kPrefetch>(
      args.x, args.elementCount, args.prefetchBytes, kMinusInfinity, [&](auto step) SB_LAMBDA {
        StepSum<I, kAccumulators> terms;
        step.each([&](typename I::Vector x, unsigned u) SB_LAMBDA {
          auto& partial = terms.partial[u % kAccumulators];
          partial = add_exp<I>(reduce(x), partial);
        });
        sum.add(terms.joined());
      });
  return sum.total();
}

// The route for |max| beyond I::fastLimit, and for arrays with no finite maximum.
template <VectorIsa I>
__attribute__((noinline)) void sum_exp_wide(const PassArgs<typename I::Element>& args) {
  const float offset = wide_offset(args.state->max);
  const double sum = sum_exp<I, 4, 2, false, true>(args, 0.0f, offset);
  args.state->partial = partial_of<I>(sum, 0.0f, 0.0f, offset);
}

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch>
void sum_exp_pass(const PassArgs<typename I::Element>& args) {
  if (!fits_exponent<I>(args.state->max)) return sum_exp_wide<I>(args);
  const float exponent = exponent_of(args.state->max);
  const double sum = sum_exp<I, kUnroll, kAccumulators, kPrefetch, false>(args, exponent, 0.0f);
  args.state->partial = partial_of<I>(sum, exponent, exponent, 0.0f);
}

}  // namespace
}  // namespace softmax_bench
