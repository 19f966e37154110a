// AArch64 with Advanced SIMD (NEON) on 128-bit vectors. There is no lookup of 32-bit entries, so there is no
// table: S is a power of two and e^t takes a polynomial of degree 6. Non-temporal pair stores (STNP) are a
// hint that cores are free to ignore and most do, so there are no non-temporal stores.
#pragma once

#include <arm_neon.h>

#include "vector-isa.h"

namespace softmax_bench {
namespace {

struct Neon : FusedIsa {
  using Vector = float32x4_t;
  static constexpr std::size_t width = 4;
  static constexpr bool storesNonTemporal = false;
  static constexpr unsigned tableBits = 0;
  struct Table {};

  static SB_MEMBER Vector broadcast(float value) { return vdupq_n_f32(value); }
  static SB_MEMBER Vector load(const Element* p) { return vld1q_f32(p); }
  static SB_MEMBER Vector load_tail(const Element* p, std::size_t count, float fill) {
    float lanes[width] = {fill, fill, fill, fill};
    for (std::size_t i = 0; i < count; ++i) lanes[i] = p[i];
    return vld1q_f32(lanes);
  }
  template <Store kStore>
  static SB_MEMBER void store(Element* p, Vector v) {
    static_assert(kStore == Store::ordinary);
    vst1q_f32(p, v);
  }
  static SB_MEMBER void store_tail(Element* p, Vector v, std::size_t count) {
    float lanes[width];
    vst1q_f32(lanes, v);
    for (std::size_t i = 0; i < count; ++i) p[i] = lanes[i];
  }
  static SB_MEMBER void prefetch(const void* p) { __builtin_prefetch(p); }

  static SB_MEMBER Vector add(Vector a, Vector b) { return vaddq_f32(a, b); }
  static SB_MEMBER Vector sub(Vector a, Vector b) { return vsubq_f32(a, b); }
  static SB_MEMBER Vector mul(Vector a, Vector b) { return vmulq_f32(a, b); }
  static SB_MEMBER Vector fma(Vector a, Vector b, Vector c) { return vfmaq_f32(c, a, b); }
  // NaN where one of them is.
  static SB_MEMBER Vector max(Vector a, Vector b) { return vmaxq_f32(a, b); }
  static SB_MEMBER bool any_greater(Vector a, Vector b) {
    return vmaxvq_u32(vcgtq_f32(a, b)) != 0;
  }
  static SB_MEMBER Vector flip_sign(Vector v) { return vnegq_f32(v); }
  static SB_MEMBER float largest(Vector v) { return vmaxvq_f32(v); }
  static SB_MEMBER double total(Vector plus, Vector minus) {
    const float64x2_t low = vsubq_f64(vcvt_f64_f32(vget_low_f32(plus)), vcvt_f64_f32(vget_low_f32(minus)));
    return vaddvq_f64(vaddq_f64(low, vsubq_f64(vcvt_high_f64_f32(plus), vcvt_high_f64_f32(minus))));
  }
  static SB_MEMBER Table load_table(const std::uint32_t*) { return {}; }
  static SB_MEMBER Vector scale_of(Vector z, Table) {
    return vreinterpretq_f32_s32(vshlq_n_s32(vreinterpretq_s32_f32(z), 23));
  }
  static SB_MEMBER Vector reduce_coarse(Vector x, Vector n) {
    return vfmsq_f32(x, n, broadcast(ln2High));
  }
  static SB_MEMBER Vector reduce_fine(Vector x, Vector n) {
    return vfmsq_f32(reduce_coarse(x, n), n, broadcast(ln2Low));
  }
  struct Sink {
    SB_MEMBER void take(Vector v) { asm volatile("" : : "w"(v)); }
    SB_MEMBER void finish() const {}
  };
};

}  // namespace
}  // namespace softmax_bench
