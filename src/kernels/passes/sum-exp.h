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

template <class I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch, bool kWide>
SB_INLINE double sum_exp(const PassArgs& args, float exponent, float offset) {
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
template <class I>
__attribute__((noinline)) void sum_exp_wide(const PassArgs& args) {
  SoftmaxState* state = args.state;
  state->wide = true;
  state->offset = state->max;
  finish_sum<I>(state, sum_exp<I, 4, 2, false, true>(args, 0.0f, state->max), 0.0f, 0.0f);
}

template <class I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch>
void sum_exp_pass(const PassArgs& args) {
  SoftmaxState* state = args.state;
  if (!fits_exponent<I>(state->max)) return sum_exp_wide<I>(args);
  const float exponent = exponent_of(state->max);
  state->wide = false;
  state->offset = 0.0f;
  finish_sum<I>(state, sum_exp<I, kUnroll, kAccumulators, kPrefetch, false>(args, exponent, 0.0f),
                exponent, exponent);
}

}  // namespace
}  // namespace softmax_bench
