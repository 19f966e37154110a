// What a summing pass leaves: the sum of e^x over the elements that it saw, in a form that cannot overflow.
// Sums of parts of a row merge (`combine`); the passes that write take the whole one (`finish`).
#pragma once

#include "scalar-math.h"

namespace softmax_bench {

// sum over j of e^x[j] = sum * e^offset * 2^exponent. The exponent is an integer. The offset is 0, or the
// maximum where that is too large for the exponent alone (see exp.h). The sum is 0 where every x is -Infinity,
// and NaN where an x is NaN or +Infinity or no pass has summed.
struct Partial {
  double sum = __builtin_nan("");
  float exponent = 0.0f;
  float offset = 0.0f;
};

// The same with 1 <= sum < 2. Where softmax is NaN everywhere, sum and exponent are NaN.
struct Denominator {
  double sum;
  float exponent;
  float offset;
};

namespace {

// The sum over the elements of both. The larger offset leads, and between equal ones the larger exponent, so
// that no term of the result overflows. Relative error below 1e-14 for each step of a merge.
SB_INLINE Partial combine(const Partial& a, const Partial& b) {
  if (a.sum == 0.0) return b;
  if (b.sum == 0.0) return a;
  const bool isFirstLarger = a.offset != b.offset ? a.offset > b.offset : a.exponent >= b.exponent;
  const Partial& large = isFirstLarger ? a : b;
  const Partial& small = isFirstLarger ? b : a;
  const double distance = (static_cast<double>(small.offset) - large.offset) +
                          (static_cast<double>(small.exponent) - large.exponent) * kLn2Double;
  return {large.sum + small.sum * exp_scalar(distance), large.exponent, large.offset};
}

// A sum of 0, Infinity or NaN comes of non-finite input only.
SB_INLINE Denominator finish(const Partial& partial) {
  const std::uint64_t bits = __builtin_bit_cast(std::uint64_t, partial.sum);
  const int biased = static_cast<int>((bits >> 52) & 0x7ff);
  if (biased == 0 || biased == 0x7ff) {
    // The exponent is what makes every y NaN: a NaN in a table of bits would be lost.
    return {__builtin_nan(""), __builtin_nanf(""), partial.offset};
  }
  return {__builtin_bit_cast(double, (bits & ~(0x7ffull << 52)) | (1023ull << 52)),
          partial.exponent + static_cast<float>(biased - 1023), partial.offset};
}

// ln of the sum of e^x as offset + rest; the rest is NaN where softmax is NaN everywhere.
struct LogSum {
  float offset;
  double rest;
};

// Absolute error of the rest below 1e-15 times the largest of 1 and |exponent|, besides that of the sum.
SB_INLINE LogSum log_sum(const Partial& partial) {
  const Denominator whole = finish(partial);
  return {whole.offset, whole.exponent * kLn2Double + log_scalar(whole.sum)};
}

SB_INLINE double log_sum_exp(const Partial& partial) {
  const LogSum parts = log_sum(partial);
  return static_cast<double>(parts.offset) + parts.rest;
}

}  // namespace
}  // namespace softmax_bench
