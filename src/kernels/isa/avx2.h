// AVX2 with FMA on 256-bit vectors. Tails use masked loads and stores, so nothing outside the
// arrays is touched.
#pragma once

#include <immintrin.h>

#include "vector-isa.h"

namespace softmax_bench {
namespace {

struct Avx2 : TableIsa {
  using Vector = __m256;
  static constexpr std::size_t width = 8;
  static constexpr bool storesNonTemporal = true;
  // 8 entries in one register, looked up by one vpermd.
  static constexpr unsigned tableBits = 3;
  using Table = __m256i;

  static SB_MEMBER Vector broadcast(float value) { return _mm256_set1_ps(value); }
  static SB_MEMBER Vector load(const Element* p) { return _mm256_loadu_ps(p); }
  static SB_MEMBER Vector load_tail(const Element* p, std::size_t count, float fill) {
    const __m256i lanes = mask(count);
    return _mm256_blendv_ps(broadcast(fill), _mm256_maskload_ps(p, lanes),
                            _mm256_castsi256_ps(lanes));
  }
  template <Store kStore>
  static SB_MEMBER void store(Element* p, Vector v) {
    if constexpr (kStore == Store::nonTemporal) {
      _mm256_stream_ps(p, v);
    } else {
      _mm256_storeu_ps(p, v);
    }
  }
  static SB_MEMBER void store_tail(Element* p, Vector v, std::size_t count) {
    _mm256_maskstore_ps(p, mask(count), v);
  }
  static SB_MEMBER void fence() { _mm_sfence(); }
  static SB_MEMBER void prefetch(const void* p) {
    _mm_prefetch(static_cast<const char*>(p), _MM_HINT_T0);
  }

  static SB_MEMBER Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
  static SB_MEMBER Vector sub(Vector a, Vector b) { return _mm256_sub_ps(a, b); }
  static SB_MEMBER Vector mul(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
  static SB_MEMBER Vector fused(Vector a, Vector b, Vector c) { return fma(a, b, c); }
  static SB_MEMBER Vector fma(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }
  static SB_MEMBER Vector max(Vector a, Vector b) { return _mm256_max_ps(a, b); }
  static SB_MEMBER bool any_greater(Vector a, Vector b) {
    return _mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_GT_OQ)) != 0;
  }
  static SB_MEMBER Vector flip_sign(Vector v) { return _mm256_xor_ps(v, _mm256_set1_ps(-0.0f)); }
  static SB_MEMBER Vector held(Vector v) {
    asm("" : "+x"(v));
    return v;
  }
  static SB_MEMBER float largest(Vector v) {
    const __m128 four = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
  }
  static SB_MEMBER double total(Vector plus, Vector minus) {
    const __m256d four =
        _mm256_add_pd(difference(_mm256_castps256_ps128(plus), _mm256_castps256_ps128(minus)),
                      difference(_mm256_extractf128_ps(plus, 1), _mm256_extractf128_ps(minus, 1)));
    const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
  }
  static SB_MEMBER Table load_table(const std::uint32_t* bits) {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(bits));
  }
  // In registers from beginning to end: what was just stored piece by piece could not be loaded as a vector at once.
  template <class ExpTable>
  static SB_MEMBER Table scaled_table(double factor) {
    const double* powers = ExpTable::powers.values;
    const __m256d factors = _mm256_set1_pd(factor);
    const __m128 low = _mm256_cvtpd_ps(_mm256_mul_pd(_mm256_loadu_pd(powers), factors));
    const __m128 high = _mm256_cvtpd_ps(_mm256_mul_pd(_mm256_loadu_pd(powers + 4), factors));
    const __m256i entries = _mm256_castps_si256(_mm256_set_m128(high, low));
    return _mm256_sub_epi32(entries, load_table(ExpTable::surplus.values));
  }
  static SB_MEMBER Table lower_table(Table table, Vector bits) {
    return _mm256_sub_epi32(table, _mm256_slli_epi32(_mm256_castps_si256(bits), 23));
  }
  static SB_MEMBER Vector scale_of(Vector z, Table table) {
    const __m256i bits = _mm256_castps_si256(z);
    const __m256i fraction = _mm256_permutevar8x32_epi32(table, bits);
    return _mm256_castsi256_ps(
        _mm256_add_epi32(_mm256_slli_epi32(bits, 23 - tableBits), fraction));
  }
  static SB_MEMBER Vector reduce_coarse(Vector x, Vector n) {
    return _mm256_fnmadd_ps(n, broadcast(ln2High), x);
  }
  static SB_MEMBER Vector reduce_fine(Vector x, Vector n) {
    return _mm256_fnmadd_ps(n, broadcast(ln2Low), reduce_coarse(x, n));
  }
  struct Sink {
    SB_MEMBER void take(Vector v) { asm volatile("" : : "x"(v)); }
    SB_MEMBER void finish() const {}
  };

 private:
  static SB_MEMBER __m256d difference(__m128 plus, __m128 minus) {
    return _mm256_sub_pd(_mm256_cvtps_pd(plus), _mm256_cvtps_pd(minus));
  }
  static SB_MEMBER __m256i mask(std::size_t count) {
    const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)), lanes);
  }
};

}  // namespace
}  // namespace softmax_bench
