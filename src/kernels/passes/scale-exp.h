// y = e^x / sum: the last pass of three-pass-recompute (scale-exp), of online, and of two-pass
// (ext-scale). They share one kernel, because here the maximum is always subtracted in the exponent.
//
// Instructions a vector: clamp 1, round 1, reduce 2, scale 3 (lookup, shift, add), polynomial 3,
// multiply-add 1: 11. Without a table 14 (round 2, scale 1, polynomial 6, division by the sum 1). With one
// the division is in the table and in the exponent. Error of y: at most 3.9 ulp in 6600 random inputs of up
// to 4096 elements, the error of the sum, common to all y, included.
//
// Bound: as store-exp, which has the sum besides. Reached on Zen 5: all of it, 3.5 cycles a vector.
#pragma once

#include "../exp.h"
#include "../loops.h"

namespace softmax_bench {
namespace {

template <VectorIsa I, unsigned kUnroll, Store kStore, bool kPrefetch, Reduction kReduction>
SB_INLINE void scale_exp(const PassArgs<typename I::Element>& args, const Denominator& denominator) {
  using Table = ExpTable<I::tableBits>;
  // 1 / sum is in (0.5, 1] and the table wants its factor in [1, 2): the rest goes to the exponent.
  double factor = 1.0 / (denominator.sum * Table::one);
  float exponent = denominator.exponent;
  if (factor < 1.0) {
    factor *= 2.0;
    exponent += 1.0f;
  }
  using Vector = typename I::Vector;
  if constexpr (I::tableBits == 0) {
    // The factor comes last, and with it a quarter that the scale has too much: a result just above the
    // smallest normal number has a scale below it, which would be lost.
    const Vector factors = I::broadcast(static_cast<float>(factor * 0.25));
    const ExpReducer<I, kReduction> reduce(exponent - 2.0f, denominator.offset, {});
    map_to<I, kUnroll, kStore, kPrefetch>(
        args.y, args.x, args.elementCount, args.prefetchBytes,
        [&](Vector x) SB_LAMBDA { return I::mul(exp_value(reduce(x)), factors); });
  } else {
    if constexpr (isMonic<I, kReduction>) factor -= factor * exponent * ExpCoefficients<I::tableBits>::residual;
    const ExpReducer<I, kReduction> reduce(exponent, denominator.offset,
                                           I::template scaled_table<Table>(factor));
    map_to<I, kUnroll, kStore, kPrefetch>(
        args.y, args.x, args.elementCount, args.prefetchBytes,
        [&](Vector x) SB_LAMBDA { return exp_value(reduce(x)); });
  }
}

// With an offset, for large exponents, and where y is NaN: the offset is then NaN.
template <VectorIsa I, Store kStore>
__attribute__((noinline)) void scale_exp_wide(const PassArgs<typename I::Element>& args,
                                              Denominator denominator) {
  if (denominator.sum != denominator.sum) denominator = {1.0, 0.0f, __builtin_nanf("")};
  scale_exp<I, 4, kStore, false, Reduction::wide>(args, denominator);
}

template <VectorIsa I, unsigned kUnroll, Store kStore, bool kPrefetch>
void scale_exp_pass(const PassArgs<typename I::Element>& args) {
  const Denominator denominator = finish(args.state->partial);
  // The exponent is that of the sum, which is near the maximum; NaN fits nowhere.
  if (denominator.offset != 0.0f || !fits_fine<I>(denominator.exponent * kLn2)) {
    return scale_exp_wide<I, kStore>(args, denominator);
  }
  scale_exp<I, kUnroll, kStore, kPrefetch, Reduction::fine>(args, denominator);
}

}  // namespace
}  // namespace softmax_bench
