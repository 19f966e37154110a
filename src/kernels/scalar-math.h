// Exponential and logarithm in float64, for the few scalars between passes. No C library: WebAssembly has none.
#pragma once

#include <cstdint>

#include "inline.h"

namespace softmax_bench {
namespace {

constexpr double kLn2Double = 0.69314718055994530942;

// e^x for x <= 700; 0 below -700. Relative error below 1e-15.
SB_INLINE double exp_scalar(double x) {
  if (x != x) return x;
  if (x < -700.0) return 0.0;
  const double n = __builtin_nearbyint(x * 1.4426950408889634074);
  const double t = (x - n * 0x1.62e42fefa3800p-1) - n * 0x1.ef35793c76730p-45;
  double p = 1.0;
#pragma GCC unroll 16
  for (int k = 14; k >= 1; --k) p = p * (t * (1.0 / k)) + 1.0;
  const std::uint64_t bits = static_cast<std::uint64_t>(static_cast<std::int64_t>(n) + 1023) << 52;
  return p * __builtin_bit_cast(double, bits);
}

// 2^e for an integer e <= 1023; 0 below -1022.
SB_INLINE double power_of_two(double e) {
  if (e != e) return e;
  if (e < -1022.0) return 0.0;
  return __builtin_bit_cast(double, static_cast<std::uint64_t>(static_cast<std::int64_t>(e) + 1023) << 52);
}

// ln m for 1 <= m < 2, by the series of 2 artanh((m - 1) / (m + 1)). Absolute error below 1e-15.
SB_INLINE double log_scalar(double m) {
  const bool isUpper = m > 0x1.6a09e667f3bcdp+0;  // the square root of 2
  if (isUpper) m *= 0.5;
  const double s = (m - 1.0) / (m + 1.0);
  const double square = s * s;
  double p = 0.0;
#pragma GCC unroll 16
  for (int k = 10; k >= 0; --k) p = p * square + 2.0 / (2 * k + 1);
  return p * s + (isUpper ? kLn2Double : 0.0);
}

}  // namespace
}  // namespace softmax_bench
