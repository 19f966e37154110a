// sum of e^x as a pair (sum, exponent): the first pass of two-pass, which does not know the maximum.
//
// The paper keeps an exponent beside every mantissa and raises it at each addition. Here a block of
// elements shares one exponent R, taken from what was seen so far, and the block is summed as if R
// were right: terms may reach 2^100 before float32 lanes are in danger. A running maximum of x
// tells afterwards whether they did; then R is raised and the block is summed again. R comes from a
// real element, so terms that R makes vanish are below 2^-126 of that element's.
//
// One instruction a vector more than sum-exp, the running maximum, on the ports that bound that: 4 cycles a vector on Zen 5.
// A block is summed twice at most (R is then right for it); that needs x to rise by 69 within the block, so even an adversary
// can at most double the cost of this pass, and logits see it never.
#pragma once

#include "max.h"
#include "sum-exp.h"

namespace softmax_bench {
namespace {

// Long enough that checking costs nothing, short enough that a second attempt finds x in cache.
constexpr std::size_t kBlockElements = 8192;
constexpr float kExponentHeadroom = 100.0f;

template <VectorIsa I>
__attribute__((noinline)) void ext_sum_wide(const PassArgs<typename I::Element>& args) {
  max_pass<I, 4, 4, false>(args);
  sum_exp_wide<I>(args);
}

// Ends a pass that found the maximum on its way, starting at -I::fastLimit.
template <VectorIsa I>
SB_INLINE void leave_running_sum(const PassArgs<typename I::Element>& args, float max, float exponent, double sum) {
  // Nothing above the stand-in for -Infinity, or too much: the maximum has to be found on its own.
  if (!(max > -I::fastLimit && max <= I::fastLimit)) return ext_sum_wide<I>(args);
  args.state->max = max;
  args.state->partial = partial_of<I>(sum, exponent, exponent_of(max), 0.0f);
}

template <VectorIsa I, unsigned kUnroll, unsigned kAccumulators, bool kPrefetch>
void ext_sum_pass(const PassArgs<typename I::Element>& args) {
  using Vector = typename I::Vector;
  const std::size_t count = args.elementCount;

  // What is below -I::fastLimit counts as -Infinity until the end.
  float largest = I::largest(
      I::max(I::broadcast(-I::fastLimit), count < I::width
                                            ? I::load_tail(args.x, count, kMinusInfinity)
                                            : I::load(args.x)));
  if (!fits_exponent<I>(largest)) return ext_sum_wide<I>(args);
  float exponent = exponent_of(largest);

  CompensatedSum<I> sum;
  for (std::size_t begin = 0; begin < count;) {
    const std::size_t left = count - begin;
    const ExpReducer<I, Reduction::coarse> reduce(exponent, 0.0f, standard_table<I>());
    CompensatedSum<I> attempt = sum;
    Vector seen = I::broadcast(largest);
    for_each_step<I, kUnroll, kPrefetch>(
        args.x + begin, left < kBlockElements ? left : kBlockElements, args.prefetchBytes,
        kMinusInfinity, [&](auto step) SB_LAMBDA {
          StepSum<I, kUnroll / kAccumulators> terms;
          step.each([&](Vector loaded, auto u) SB_LAMBDA {
            const Vector x = I::held(loaded);
            take_exp(terms, reduce(x), u);
            seen = I::max(seen, x);
          });
          attempt.add(terms.joined(typename decltype(step)::First{}));
        });
    largest = I::largest(seen);
    if (largest > (exponent + kExponentHeadroom) * kLn2) {
      if (!fits_exponent<I>(largest)) return ext_sum_wide<I>(args);
      const float raised = exponent_of(largest);
      sum.scale(I::broadcast(static_cast<float>(power_of_two(exponent - raised))));
      exponent = raised;
    } else {
      sum = attempt;
      begin += kBlockElements;
    }
  }
  leave_running_sum<I>(args, largest, exponent, sum.total());
}

}  // namespace
}  // namespace softmax_bench
