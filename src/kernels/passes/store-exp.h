// y = e^(x - max) and its sum: the second pass of three-pass-reload.
//
// Instructions a vector: those of sum-exp, the fine reduction 1, and the product that is stored, which
// the sum then adds, 1. y is e^(x - max) times a factor between 3 and 9, which the next pass takes out.
#pragma once

#include "sum-exp.h"

namespace softmax_bench {
namespace {

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch, bool kWide>
SB_INLINE double store_exp(const PassArgs<typename I::Element>& args, float exponent, float offset) {
  const ExpReducer<I, Reduction::fine, kWide> reduce(exponent, offset,
                                                     ExpTable<I::tableBits>::standard.values);
  CompensatedSum<I> sum;
  StepSum<I, kAccumulators> terms;
  map_steps<I, kUnroll, Store::ordinary, kPrefetch>(
      args.y, args.x, args.elementCount, args.prefetchBytes, kMinusInfinity,
      [&](typename I::Vector x, unsigned u) SB_LAMBDA {
        const auto value = exp_value<I>(reduce(x));
        auto& partial = terms.partial[u % kAccumulators];
        partial = I::add(partial, value);
        return value;
      },
      [&]() SB_LAMBDA {
        sum.add(terms.joined());
        terms = {};
      });
  return sum.total();
}

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch>
void store_exp_pass(const PassArgs<typename I::Element>& args) {
  SoftmaxState* state = args.state;
  const bool isWide = !fits_exponent<I>(state->max);
  const float offset = isWide ? wide_offset(state->max) : 0.0f;
  // Two less than the maximum's: dividing by the sum may make y larger, and what is normal then must
  // not have been flushed to 0 here.
  const float exponent = (isWide ? 0.0f : exponent_of(state->max)) - 2.0f;
  const double sum =
      isWide ? store_exp<I, 4, 2, false, true>(args, exponent, offset)
             : store_exp<I, kUnroll, kAccumulators, kPrefetch, false>(args, exponent, offset);
  // The fine reduction left nothing to take out.
  state->partial = partial_of<I>(sum, exponent, 0.0f, offset);
  state->storedExponent = exponent;
}

}  // namespace
}  // namespace softmax_bench
