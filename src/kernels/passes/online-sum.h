// Running maximum and the sum of e^(x - maximum), rescaled when the maximum rises: the first pass of
// online softmax (Milakov and Gimelshein, 2018, algorithm 3).
//
// All lanes share one maximum. A step of kUnroll vectors first looks for a new one, one instruction
// a vector, and rescales only if there is one, which happens about log(elements) times in all. Then it
// is sum-exp. As there, the maximum is subtracted in the exponent, so rescaling is by a power of two and
// exact. ext-sum differs in when it looks: here before each step, there after each block.
#pragma once

#include "ext-sum.h"

namespace softmax_bench {
namespace {

template <VectorIsa I>
struct RunningMaximum {
  using Vector = typename I::Vector;
  // What is below -I::fastLimit counts as -Infinity until the end.
  float maximum = -I::fastLimit;
  Vector broadcasted = I::broadcast(-I::fastLimit);
  float exponent = exponent_of(-I::fastLimit);
  ExpReducer<I, Reduction::coarse> reduce = reducer();

  SB_MEMBER ExpReducer<I, Reduction::coarse> reducer() const {
    return {exponent, 0.0f, standard_table<I>()};
  }

  SB_MEMBER void raise(Vector candidate, CompensatedSum<I>& sum) {
    if (!I::any_greater(candidate, broadcasted)) return;
    maximum = I::largest(candidate);
    broadcasted = I::broadcast(maximum);
    const float before = exponent;
    // Beyond I::fastLimit the sum is void, and made anew on the wide route.
    exponent = exponent_of(fits_exponent<I>(maximum) ? maximum : I::fastLimit);
    sum.scale(I::broadcast(static_cast<float>(power_of_two(before - exponent))));
    reduce = reducer();
  }
};

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch>
void online_sum_pass(const PassArgs<typename I::Element>& args) {
  using Vector = typename I::Vector;
  RunningMaximum<I> running;
  CompensatedSum<I> sum;
  for_each_step<I, kUnroll, kPrefetch>(
      args.x, args.elementCount, args.prefetchBytes, kMinusInfinity, [&](auto step) SB_LAMBDA {
        Vector candidate = running.broadcasted;
        step.each([&](Vector x, auto) SB_LAMBDA { candidate = I::max(candidate, x); });
        running.raise(candidate, sum);
        StepSum<I, kUnroll / kAccumulators> terms;
        step.each([&](Vector x, auto u) SB_LAMBDA { take_exp(terms, running.reduce(x), u); });
        sum.add(terms.joined(typename decltype(step)::First{}));
      });
  leave_running_sum<I>(args, running.maximum, running.exponent, sum.total());
}

}  // namespace
}  // namespace softmax_bench
