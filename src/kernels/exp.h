// The exponential that every softmax pass is built on.
//
//   n = round(x * log2 e) to a multiple of 2^-B,  t = x - n * ln 2,  e^x = 2^n * e^t,
//
// with |t| <= ln 2 / 2^(B+1), a polynomial of degree 3 (6 without a table), and the fractional powers of two in a table of
// 2^B entries that fits into one register (B is `I::tableBits`, what the instruction set can look
// up in one instruction). Rounding uses a magic addend: x * log2 e + 1.5 * 2^(23-B) leaves n, in units of
// 2^-B, in the low bits of the sum. One shift makes them the exponent n above the index into the table, and one addition of a
// table's entry, which has 127 - N in its exponent, the scale S, a constant times 2^(n - N). (Without lookups in registers
// 127 - N is in the addend.) Subtracting the maximum thus happens in the exponent, exactly, where x - max would round: with
// x = -40.1 and max = 40.3 that rounding alone costs 30 ulp.
//
// e^x = S + S * r(t), where r = e^t * 2^(-1/2^(B+1)) - 1 is small and negative. So what rounds is S
// once and the result once; and S is at least e^x, so it is normal wherever e^x is. A constant factor (one
// over the sum) goes into the table, where it costs nothing per element.
//
// x is clamped from below so that the biased exponent of S is at least 0. There S is subnormal, and
// native kernels run with subnormals flushed (without a table S is 0 there in any case): -Infinity gives 0
// and nothing underflows into garbage, at the cost of one instruction. The maximum is written so that NaN
// passes through it, and NaN times anything is NaN, so NaN costs nothing.
//
// The exponent route needs n and t exact. Arrays whose maximum is beyond `I::fastLimit` take the wide
// route, x - max in float32: it is exact there, because every x that matters is within a factor
// of 2 of the maximum (Sterbenz). It costs one more instruction a vector.
#pragma once

#include "exp-table.h"
#include "isa/vector-isa.h"

namespace softmax_bench {
namespace {

constexpr float kLog2E = 0x1.715476p+0f;
constexpr float kLn2 = static_cast<float>(kLn2Double);
constexpr float kMinusInfinity = -__builtin_inff();

// Added to a float below 2^22 it leaves the nearest integer in the low bits.
constexpr float kRounder = 12582912.0f;

// round(x * log2 e) for |x| <= I::fastLimit.
SB_INLINE float exponent_of(float x) { return (x * kLog2E + kRounder) - kRounder; }

template <VectorIsa I>
SB_INLINE bool fits_exponent(float max) {
  return max <= I::fastLimit && max >= -I::fastLimit;
}

// Whether max, or what has about its exponent, is within the limits of Reduction::fine.
template <VectorIsa I>
SB_INLINE bool fits_fine(float max) {
  return max <= I::fineLimit && max >= -I::fineLimit;
}

// How t is found. `coarse`: with ln 2 rounded, which is enough for a sum: the terms that matter have n near N, so
// the error n * (ln 2 - float(ln 2)) is common to them and is taken out of the sum once, in `partial_of`.
// `fine`: exactly, within the limits of the exponent route. `wide`: from x - offset, for any offset and exponent.
enum class Reduction : std::uint8_t { coarse, fine, wide };

// Whether t comes in other units, in which the highest coefficient of the polynomial is 1.
template <VectorIsa I, Reduction kReduction>
constexpr bool isMonic = I::reducesInOneStep && kReduction == Reduction::fine;

// e^x / 2^N = scale + scale * ratio(t).
template <VectorIsa I, Reduction kReduction>
struct ExpParts {
  typename I::Vector scale;
  typename I::Vector t;
};

// The table of the passes that sum.
template <VectorIsa I>
SB_INLINE typename I::Table standard_table() {
  return I::load_table(ExpTable<I::tableBits>::standard.values);
}

// Splits x into parts, for the exponent N and offset of one call.
template <VectorIsa I, Reduction kReduction>
struct ExpReducer {
  using Vector = typename I::Vector;
  // A quarter above the rounding boundary, so that a clamped value lands on -127 exactly.
  static constexpr float kFloor = -127.0f + 0.25f / (1 << I::tableBits);
  static constexpr float kMagic = kRounder / (1 << I::tableBits);

  Vector offset;
  Vector floor;
  Vector addend;
  typename I::Table table;

  SB_MEMBER ExpReducer(float exponent, float offset_value, typename I::Table entries)
      : offset(I::broadcast(offset_value)),
        floor(I::broadcast(exponent * kLn2 + kFloor * kLn2)),
        addend(I::broadcast(I::reducesInOneStep ? kMagic : kMagic + (127.0f - exponent))),
        table(entries) {
    // The sum has the integer exponent - 127 in its low bits.
    if constexpr (I::reducesInOneStep) {
      table = I::lower_table(table, I::broadcast(exponent + (kRounder - 127.0f)));
    }
  }

  SB_MEMBER ExpParts<I, kReduction> operator()(Vector x) const {
    if constexpr (kReduction == Reduction::wide) x = I::sub(x, offset);
    x = I::max(floor, x);
    const Vector z = I::fma(x, I::broadcast(kLog2E), addend);
    return {I::scale_of(z, table), remainder(x, z)};
  }

 private:
  SB_MEMBER Vector remainder(Vector x, Vector z) const {
    if constexpr (isMonic<I, kReduction>) {
      using C = ExpCoefficients<I::tableBits>;
      const Vector steps = I::fma(z, I::broadcast(-C::step), I::broadcast(kMagic * C::step));
      return I::fma(x, I::broadcast(C::scale), steps);
    } else {
      const Vector n = I::sub(z, addend);
      return kReduction == Reduction::coarse ? I::reduce_coarse(x, n) : I::reduce_fine(x, n);
    }
  }
};

// lowest + r(t): with lowest = 0 what `exp_value` needs, with lowest = 1 the whole factor of scale. Where the highest
// coefficient is 1 the first step is an addition: on AMD it goes to other ports than multiplications.
template <VectorIsa I, int kLowest, Reduction kReduction>
SB_INLINE typename I::Vector exp_ratio(typename I::Vector t) {
  if constexpr (isMonic<I, kReduction>) {
    constexpr auto& b = ExpCoefficients<I::tableBits>::monic;
    const auto r = I::fma(I::add(t, I::broadcast(b[2])), t, I::broadcast(b[1]));
    return I::fma(r, t, I::broadcast(kLowest + b[0]));
  } else {
    constexpr auto& c = ExpCoefficients<I::tableBits>::c;
    auto r = I::fma(t, I::broadcast(c[3]), I::broadcast(c[2]));
    r = I::fma(r, t, I::broadcast(c[1]));
    return I::fma(r, t, I::broadcast(kLowest + c[0]));
  }
}

// e^t - 1 without a table. In pairs after Estrin (1960): one multiplication more than Horner's rule, and a
// chain of 4 operations where that has 6.
template <VectorIsa I>
SB_INLINE typename I::Vector exp_excess(typename I::Vector t) {
  constexpr auto& c = ExpCoefficients<0>::c;
  const auto square = I::mul(t, t);
  const auto low = I::fma(t, I::broadcast(c[3]), I::broadcast(c[2]));
  const auto middle = I::fma(t, I::broadcast(c[5]), I::broadcast(c[4]));
  const auto high = I::fma(square, I::broadcast(c[6]), middle);
  return I::fma(I::fma(high, square, low), square, t);
}

// e^x / 2^N. Rounded once, or scale * ratio would be flushed to 0 for the smallest results.
template <VectorIsa I, Reduction kReduction>
SB_INLINE typename I::Vector exp_value(const ExpParts<I, kReduction>& e) {
  if constexpr (I::tableBits == 0) {
    return I::fma(e.scale, exp_excess<I>(e.t), e.scale);
  } else {
    return I::fused(e.scale, exp_ratio<I, 0, kReduction>(e.t), e.scale);
  }
}

// e^x / 2^N, where it begins a sum: for `add_exp`.
template <VectorIsa I, Reduction kReduction>
SB_INLINE typename I::Vector begin_exp(const ExpParts<I, kReduction>& e) {
  if constexpr (I::tableBits == 0) {
    return exp_value(e);
  } else {
    return I::mul(exp_ratio<I, 1, kReduction>(e.t), e.scale);
  }
}

// sum + e^x / 2^N. With a table one instruction less than adding the value, one rounding more in a term.
template <VectorIsa I, Reduction kReduction>
SB_INLINE typename I::Vector add_exp(const ExpParts<I, kReduction>& e, typename I::Vector sum) {
  if constexpr (I::tableBits == 0) {
    return I::add(sum, exp_value(e));
  } else {
    return I::fma(exp_ratio<I, 1, kReduction>(e.t), e.scale, sum);
  }
}

// The partial of terms that add up to `sum`, in units of 2^exponent. Takes out what every term has too much (the
// table's factor) and what the coarse reduction left in: each term lacks a factor e^(-n * residual), with
// n near `topExponent` where it matters.
template <VectorIsa I>
SB_INLINE Partial partial_of(double sum, float exponent, float topExponent, float offset) {
  constexpr double factor = 1.0 / ExpTable<I::tableBits>::standardOne;
  // Below 2e-4, so a square is enough of e^left.
  const double left = -static_cast<double>(topExponent) * I::ln2Residual;
  return {sum * (factor * (1.0 + left + 0.5 * left * left)), exponent, offset};
}

// The offset of the wide route. Where every x is -Infinity it is 0, which leaves a sum of 0.
SB_INLINE float wide_offset(float max) { return max == kMinusInfinity ? 0.0f : max; }

}  // namespace
}  // namespace softmax_bench
