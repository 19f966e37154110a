// sum of e^(x - max): the second pass of three-pass-recompute.
//
// Instructions a vector: clamp 1, round 2, reduce 1, scale 3 (lookup, shift, add), polynomial 3,
// multiply-add into the sum 1: 11, and (3 + accumulators) / unroll for joining and compensating.
// Relative error of the sum: below 1.7e-7 in 7200 random inputs, mostly from adding beside one
// term that outweighs the others.
//
// Bound: on AMD the two ports that multiply and clamp, 3.5 cycles a vector on Zen 5. Reached: 0.89 of it.
#pragma once

#include "../accumulator.h"
#include "../exp.h"
#include "../loops.h"

namespace softmax_bench {
namespace {

// Adds e^x / 2^N to the terms of a step.
template <VectorIsa I, Reduction kReduction, class Terms, class Where>
SB_INLINE void take_exp(Terms& terms, const ExpParts<I, kReduction>& e, Where where) {
  terms.take(
      where, [&]() SB_LAMBDA { return begin_exp(e); },
      [&](typename I::Vector sum) SB_LAMBDA { return add_exp(e, sum); });
}

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch, Reduction kReduction>
SB_INLINE double sum_exp(const PassArgs<typename I::Element>& args, float exponent, float offset) {
  const ExpReducer<I, kReduction> reduce(exponent, offset, standard_table<I>());
  CompensatedSum<I> sum;
  for_each_step<I, kUnroll, kPrefetch>(
      args.x, args.elementCount, args.prefetchBytes, kMinusInfinity, [&](auto step) SB_LAMBDA {
        StepSum<I, kUnroll / kAccumulators> terms;
        step.each([&](typename I::Vector x, auto u) SB_LAMBDA { take_exp(terms, reduce(x), u); });
        sum.add(terms.joined(typename decltype(step)::First{}));
      });
  return sum.total();
}

// The route for |max| beyond I::fastLimit, and for arrays with no finite maximum.
template <VectorIsa I>
__attribute__((noinline)) void sum_exp_wide(const PassArgs<typename I::Element>& args) {
  const float offset = wide_offset(args.state->max);
  const double sum = sum_exp<I, 4, 2, false, Reduction::wide>(args, 0.0f, offset);
  args.state->partial = partial_of<I>(sum, 0.0f, 0.0f, offset);
}

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch>
void sum_exp_pass(const PassArgs<typename I::Element>& args) {
  if (!fits_exponent<I>(args.state->max)) return sum_exp_wide<I>(args);
  const float exponent = exponent_of(args.state->max);
  const double sum = sum_exp<I, kUnroll, kAccumulators, kPrefetch, Reduction::coarse>(args, exponent, 0.0f);
  args.state->partial = partial_of<I>(sum, exponent, exponent, 0.0f);
}

}  // namespace
}  // namespace softmax_bench
