// WebAssembly's 128-bit vectors. With kRelaxed a multiplication and an addition are fused. The engine may
// choose not to, on a CPU without such an instruction; the module is not used there (`fuses` in
// wasm/module.cc finds out).
//
// WebAssembly cannot flush subnormals, and its table lookup takes several instructions, so there is no
// table: S is a power of two, 0 where x was clamped, and e^t takes a polynomial of degree 6. Without a fused
// multiply-add n * ln2High must be exact: ln2High has 13 bits, and n as many as `fastLimit` leaves it, 11.
#pragma once

#include <wasm_simd128.h>

#include "vector-isa.h"

namespace softmax_bench {
namespace {

template <bool kRelaxed>
struct Wasm128 : UsualIsa {
  using Vector = v128_t;
  static constexpr std::size_t width = 4;
  static constexpr bool storesNonTemporal = false;
  static constexpr bool prefetches = false;
  // V8 keeps the order of loads and stores and puts arithmetic in between where it is used: a load before the
  // last store is how vectors come to be worked on side by side. Without fusing that takes 0.83 of the time; with
  // it there are too few instructions to wait for, and registers run out.
  static constexpr unsigned loadsAtOnce = kRelaxed ? 1 : 4;
  static constexpr float fastLimit = kRelaxed ? UsualIsa::fastLimit : 1024.0f;
  static constexpr float fineLimit = fastLimit;
  static constexpr unsigned tableBits = 0;
  struct Table {};
  static constexpr float ln2High = kRelaxed ? FusedIsa::ln2High : 0x1.62ep-1f;
  static constexpr float ln2Low = kRelaxed ? FusedIsa::ln2Low : 0x1.0bfbe8p-15f;
  // Without fusing every reduction is the fine one.
  static constexpr double ln2Residual = kRelaxed ? FusedIsa::ln2Residual : 0.0;

  static SB_MEMBER Vector broadcast(float value) { return wasm_f32x4_splat(value); }
  static SB_MEMBER Vector load(const Element* p) { return wasm_v128_load(p); }
  static SB_MEMBER Vector load_tail(const Element* p, std::size_t count, float fill) {
    float lanes[width] = {fill, fill, fill, fill};
    for (std::size_t i = 0; i < count; ++i) lanes[i] = p[i];
    return wasm_v128_load(lanes);
  }
  template <Store kStore>
  static SB_MEMBER void store(Element* p, Vector v) {
    static_assert(kStore == Store::ordinary);
    wasm_v128_store(p, v);
  }
  static SB_MEMBER void store_tail(Element* p, Vector v, std::size_t count) {
    float lanes[width];
    wasm_v128_store(lanes, v);
    for (std::size_t i = 0; i < count; ++i) p[i] = lanes[i];
  }

  static SB_MEMBER Vector add(Vector a, Vector b) { return wasm_f32x4_add(a, b); }
  static SB_MEMBER Vector sub(Vector a, Vector b) { return wasm_f32x4_sub(a, b); }
  static SB_MEMBER Vector mul(Vector a, Vector b) { return wasm_f32x4_mul(a, b); }
  static SB_MEMBER Vector fma(Vector a, Vector b, Vector c) {
    if constexpr (kRelaxed) {
#if defined(__wasm_relaxed_simd__)
      return wasm_f32x4_relaxed_madd(a, b, c);
#endif
    }
    return wasm_f32x4_add(wasm_f32x4_mul(a, b), c);
  }
  // b where one of them is NaN. One instruction on x86, where f32x4.max takes several.
  static SB_MEMBER Vector max(Vector a, Vector b) { return wasm_f32x4_pmax(b, a); }
  static SB_MEMBER bool any_greater(Vector a, Vector b) {
    return wasm_v128_any_true(wasm_f32x4_gt(a, b));
  }
  static SB_MEMBER Vector flip_sign(Vector v) { return wasm_f32x4_neg(v); }
  static SB_MEMBER float largest(Vector v) {
    v = max(v, wasm_i32x4_shuffle(v, v, 2, 3, 0, 1));
    return wasm_f32x4_extract_lane(max(v, wasm_i32x4_shuffle(v, v, 1, 0, 3, 2)), 0);
  }
  static SB_MEMBER double total(Vector plus, Vector minus) {
    const v128_t low = wasm_f64x2_sub(wasm_f64x2_promote_low_f32x4(plus),
                                      wasm_f64x2_promote_low_f32x4(minus));
    const v128_t high = wasm_f64x2_sub(wasm_f64x2_promote_low_f32x4(upper(plus)),
                                       wasm_f64x2_promote_low_f32x4(upper(minus)));
    const v128_t two = wasm_f64x2_add(low, high);
    return wasm_f64x2_extract_lane(two, 0) + wasm_f64x2_extract_lane(two, 1);
  }
  static SB_MEMBER Table load_table(const std::uint32_t*) { return {}; }
  static SB_MEMBER Vector scale_of(Vector z, Table) { return wasm_i32x4_shl(z, 23); }
  static SB_MEMBER Vector reduce_coarse(Vector x, Vector n) {
    return kRelaxed ? fma(n, broadcast(-ln2High), x) : reduce_fine(x, n);
  }
  static SB_MEMBER Vector reduce_fine(Vector x, Vector n) {
    return fma(n, broadcast(-ln2Low), fma(n, broadcast(-ln2High), x));
  }
  // An engine is free to leave out loads that nobody uses, so they cost one bit operation each, in two
  // chains that take turns.
  struct Sink {
    Vector seen = wasm_i32x4_const_splat(0);
    Vector seenBefore = wasm_i32x4_const_splat(0);
    SB_MEMBER void take(Vector v) {
      const Vector next = wasm_v128_or(seenBefore, v);
      seenBefore = seen;
      seen = next;
    }
    SB_MEMBER void finish() const {
      [[maybe_unused]] static volatile int kept;
      kept = wasm_i32x4_extract_lane(wasm_v128_or(seen, seenBefore), 0);
    }
  };

 private:
  static SB_MEMBER Vector upper(Vector v) { return wasm_i32x4_shuffle(v, v, 2, 3, 2, 3); }
};

}  // namespace
}  // namespace softmax_bench
