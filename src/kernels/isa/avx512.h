// AVX-512F on 512-bit vectors. Tails use masks, so nothing outside the arrays is touched.
#pragma once

#include <immintrin.h>

#include "vector-isa.h"

namespace softmax_bench {
namespace {

struct Avx512 : TableIsa {
  using Vector = __m512;
  static constexpr std::size_t width = 16;
  static constexpr bool storesNonTemporal = true;
  // 16 entries in one register, looked up by one vpermd.
  static constexpr unsigned tableBits = 4;
  using Table = __m512i;

  static SB_MEMBER Vector broadcast(float value) { return _mm512_set1_ps(value); }
  static SB_MEMBER Vector load(const Element* p) { return _mm512_loadu_ps(p); }
  static SB_MEMBER Vector load_tail(const Element* p, std::size_t count, float fill) {
    return _mm512_mask_loadu_ps(broadcast(fill), mask(count), p);
  }
  template <Store kStore>
  static SB_MEMBER void store(Element* p, Vector v) {
    if constexpr (kStore == Store::nonTemporal) {
      _mm512_stream_ps(p, v);
    } else {
      _mm512_storeu_ps(p, v);
    }
  }
  static SB_MEMBER void store_tail(Element* p, Vector v, std::size_t count) {
    _mm512_mask_storeu_ps(p, mask(count), v);
  }
  static SB_MEMBER void fence() { _mm_sfence(); }
  static SB_MEMBER void prefetch(const void* p) {
    _mm_prefetch(static_cast<const char*>(p), _MM_HINT_T0);
  }

  static SB_MEMBER Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
  static SB_MEMBER Vector sub(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
  static SB_MEMBER Vector mul(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
  static SB_MEMBER Vector fused(Vector a, Vector b, Vector c) { return fma(a, b, c); }
  static SB_MEMBER Vector fma(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }
  // The larger of both; b where either is NaN.
  static SB_MEMBER Vector max(Vector a, Vector b) { return _mm512_max_ps(a, b); }
  static SB_MEMBER bool any_greater(Vector a, Vector b) {
    return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ) != 0;
  }
  static SB_MEMBER Vector flip_sign(Vector v) {
    return _mm512_castsi512_ps(
        _mm512_xor_si512(_mm512_castps_si512(v), _mm512_set1_epi32(static_cast<int>(0x80000000u))));
  }
  static SB_MEMBER Vector held(Vector v) {
    asm("" : "+v"(v));
    return v;
  }
  static SB_MEMBER float largest(Vector v) { return _mm512_reduce_max_ps(v); }
  static SB_MEMBER double total(Vector plus, Vector minus) {
    const __m512d low = _mm512_sub_pd(low_half(plus), low_half(minus));
    return _mm512_reduce_add_pd(_mm512_add_pd(low, _mm512_sub_pd(high_half(plus), high_half(minus))));
  }
  static SB_MEMBER Table load_table(const std::uint32_t* bits) {
    return _mm512_load_si512(bits);
  }
  // In registers from beginning to end: what was just stored piece by piece could not be loaded as a vector at once.
  template <class ExpTable>
  static SB_MEMBER Table scaled_table(double factor) {
    const double* powers = ExpTable::powers.values;
    const __m512d factors = _mm512_set1_pd(factor);
    const __m256 low = _mm512_cvtpd_ps(_mm512_mul_pd(_mm512_loadu_pd(powers), factors));
    const __m256 high = _mm512_cvtpd_ps(_mm512_mul_pd(_mm512_loadu_pd(powers + 8), factors));
    const __m512d entries = _mm512_insertf64x4(_mm512_castps_pd(_mm512_castps256_ps512(low)),
                                               _mm256_castps_pd(high), 1);
    return _mm512_sub_epi32(_mm512_castpd_si512(entries), load_table(ExpTable::surplus.values));
  }
  static SB_MEMBER Table lower_table(Table table, Vector bits) {
    return _mm512_sub_epi32(table, _mm512_slli_epi32(_mm512_castps_si512(bits), 23));
  }
  static SB_MEMBER Vector scale_of(Vector z, Table table) {
    const __m512i bits = _mm512_castps_si512(z);
    const __m512i fraction = _mm512_permutexvar_epi32(bits, table);
    return _mm512_castsi512_ps(
        _mm512_add_epi32(_mm512_slli_epi32(bits, 23 - tableBits), fraction));
  }
  static SB_MEMBER Vector reduce_coarse(Vector x, Vector n) {
    return _mm512_fnmadd_ps(n, broadcast(ln2High), x);
  }
  static SB_MEMBER Vector reduce_fine(Vector x, Vector n) {
    return _mm512_fnmadd_ps(n, broadcast(ln2Low), reduce_coarse(x, n));
  }
  struct Sink {
    SB_MEMBER void take(Vector v) { asm volatile("" : : "v"(v)); }
    SB_MEMBER void finish() const {}
  };

 private:
  static SB_MEMBER __m512d low_half(Vector v) {
    return _mm512_cvtps_pd(_mm512_castps512_ps256(v));
  }
  static SB_MEMBER __m512d high_half(Vector v) {
    return _mm512_cvtps_pd(
        _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(v), 1)));
  }
  static SB_MEMBER __mmask16 mask(std::size_t count) {
    return static_cast<__mmask16>((1u << count) - 1u);
  }
};

}  // namespace
}  // namespace softmax_bench
