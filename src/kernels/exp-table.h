// The constants of the exponential: polynomial coefficients and the table of powers of two.
#pragma once

#include <cstdint>

#include "scalar-math.h"

namespace softmax_bench {
namespace {

// r(t) = c[0] + c[1] t + c[2] t^2 + ... with (1 + r) / (1 + c[0]) = e^t for |t| <= ln 2 / 2^(B+1). Minimax
// fits of the relative error, rounded to float32 one by one; c[0] = 2^(-1/2^(B+1)) - 1 to float32.
//
// `monic` are the coefficients of r below the highest, which is 1, in units of 1 / `scale`: scale * x - n * step is
// scale * t, where step has so few bits that n * step is exact for |n| < 338, and leaves n * `residual` of t.
//
// `tableFactor` is what the entries of a table without a factor of its own are multiplied by: among 4e8 (B = 4)
// and 4e7 (B = 3) random factors the one whose 2^B products lie closest to float32 numbers. It divides
// out of every softmax, and with it most of the table's rounding error.
template <unsigned kBits>
struct ExpCoefficients;

// Relative error of the fit 2.6e-8, of the monic one 4.0e-8, of the table 2.9e-9.
template <>
struct ExpCoefficients<3> {
  static constexpr float c0 = -0x1.5b505ep-5f;
  static constexpr float scale = 0x1.1636f8p-1f;
  static constexpr float step = 6171.0f / 16384.0f;
  static constexpr double residual = kLn2Double - static_cast<double>(step) / scale;
  static constexpr float monic[] = {c0, 0x1.c324d6p+0f, 0x1.9f2f54p+0f};
  static constexpr float c[] = {c0, 0x1.ea4afcp-1f, 0x1.ea5b4p-2f, 0x1.46cda2p-3f};
  static constexpr double tableFactor = 0x1.89cb7c0174492p+0;
};

// Relative error of the fit 1.6e-9, of the monic one 3.3e-9, of the table 1.6e-8.
template <>
struct ExpCoefficients<4> {
  static constexpr float c0 = -0x1.5f134ap-6f;
  static constexpr float scale = 0x1.175782p-1f;
  static constexpr float step = 3098.0f / 8192.0f;
  static constexpr double residual = kLn2Double - static_cast<double>(step) / scale;
  static constexpr float monic[] = {c0, 0x1.cb29bap+0f, 0x1.a4cf0ap+0f};
  static constexpr float c[] = {c0, 0x1.f50766p-1f, 0x1.f50b8ap-2f, 0x1.4dfa6ep-3f};
  static constexpr double tableFactor = 0x1.65e90be197895p+0;
};

// No table: for instruction sets without a cheap lookup. The scale is a power of two, so it is 0 where x
// was clamped, also without flushing, and r is no correction but all of e^t - 1. Relative error of the
// fit 3.1e-9.
template <>
struct ExpCoefficients<0> {
  static constexpr float c[] = {0.0f,           0x1p+0f,         0x1.fffffcp-2f, 0x1.555492p-3f,
                                0x1.5558b2p-5f, 0x1.123998p-7f, 0x1.6a4b68p-10f};
  static constexpr double tableFactor = 1.0;
};

// 2^f for f in [0, 1) by a Taylor series; relative error below 1e-15.
constexpr double fractional_power_of_two(double f) {
  const double t = f * kLn2Double;
  double p = 1.0;
  for (int k = 24; k >= 1; --k) p = p * t / k + 1.0;
  return p;
}

// 2^(k / 2^B) for k in [0, 2^B), times a factor, in the form that `scale_of` adds to: the bits of an entry
// without the bias of the exponent, less k where the shifted sum carries k itself.
template <unsigned kBits>
struct ExpTable {
  static constexpr unsigned size = 1u << kBits;
  struct Powers {
    alignas(64) double values[size];
  };
  struct Bits {
    alignas(64) std::uint32_t values[size];
  };

  static constexpr Powers make_powers() {
    Powers powers{};
    for (unsigned k = 0; k < size; ++k) {
      powers.values[k] = fractional_power_of_two(static_cast<double>(k) / size);
    }
    return powers;
  }
  static constexpr Powers powers = make_powers();

  // What the bits of an entry have too much.
  static constexpr Bits make_surplus() {
    Bits bits{};
    for (unsigned k = 0; k < size; ++k) bits.values[k] = (127u << 23) + (k << (23 - kBits));
    return bits;
  }
  static constexpr Bits surplus = make_surplus();

  // What e^0 comes out as, per unit of a table's factor.
  static constexpr double one = 1.0 + static_cast<double>(ExpCoefficients<kBits>::c[0]);

  // `factor` is in [1, 2): entry 0 then has the exponent 0, which the clamp of x relies on.
  static constexpr SB_MEMBER Bits scaled(double factor) {
    Bits bits{};
    for (unsigned k = 0; k < size; ++k) {
      const float entry = static_cast<float>(powers.values[k] * factor);
      bits.values[k] = __builtin_bit_cast(std::uint32_t, entry) - surplus.values[k];
    }
    return bits;
  }
  // The table of the passes that sum, and what e^0 comes out as with it.
  static constexpr Bits standard = scaled(ExpCoefficients<kBits>::tableFactor);
  static constexpr double standardOne = ExpCoefficients<kBits>::tableFactor * one;
};

}  // namespace
}  // namespace softmax_bench
