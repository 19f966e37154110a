// Plain C++ on one float at a time: what any CPU can run, and a reading of what vectors gain.
#pragma once

#include "vector-isa.h"

namespace softmax_bench {
namespace {

struct Scalar : UsualIsa {
  using Vector = float;
  static constexpr std::size_t width = 1;
#if defined(__x86_64__)
  static constexpr bool storesNonTemporal = true;
#else
  static constexpr bool storesNonTemporal = false;
#endif
  static constexpr unsigned tableBits = 4;
  struct Table {
    std::uint32_t entries[1u << tableBits];
  };
  // The reduction runs in float64, because without fused multiply-add n * ln 2 would round.
  static constexpr double ln2Residual = 0.0;

  static SB_MEMBER Vector broadcast(float value) { return value; }
  static SB_MEMBER Vector load(const Element* p) { return *p; }
  static SB_MEMBER Vector load_tail(const Element*, std::size_t, float fill) { return fill; }
  template <Store kStore>
  static SB_MEMBER void store(Element* p, Vector v) {
    static_assert(storesNonTemporal || kStore == Store::ordinary);
#if defined(__x86_64__)
    if constexpr (kStore == Store::nonTemporal) {
      __builtin_ia32_movnti(reinterpret_cast<int*>(p), __builtin_bit_cast(int, v));
      return;
    }
#endif
    *p = v;
  }
  static SB_MEMBER void store_tail(Element*, Vector, std::size_t) {}
  static SB_MEMBER void prefetch(const void* p) { __builtin_prefetch(p); }

  static SB_MEMBER Vector add(Vector a, Vector b) { return a + b; }
  static SB_MEMBER Vector sub(Vector a, Vector b) { return a - b; }
  static SB_MEMBER Vector mul(Vector a, Vector b) { return a * b; }
  // a * b + c, rounded as the CPU does it.
  static SB_MEMBER Vector fma(Vector a, Vector b, Vector c) { return a * b + c; }
  // a * b + c rounded once: the product is exact in float64.
  static SB_MEMBER Vector fused(Vector a, Vector b, Vector c) {
    return static_cast<float>(static_cast<double>(a) * b + c);
  }
  static SB_MEMBER Vector max(Vector a, Vector b) { return a > b ? a : b; }
  static SB_MEMBER bool any_greater(Vector a, Vector b) { return a > b; }
  static SB_MEMBER Vector flip_sign(Vector v) { return -v; }
  static SB_MEMBER float largest(Vector v) { return v; }
  static SB_MEMBER double total(Vector plus, Vector minus) {
    return static_cast<double>(plus) - minus;
  }
  static SB_MEMBER Table load_table(const std::uint32_t* bits) {
    Table table;
    __builtin_memcpy(table.entries, bits, sizeof table.entries);
    return table;
  }
  template <class ExpTable>
  static SB_MEMBER Table scaled_table(double factor) {
    return load_table(ExpTable::scaled(factor).values);
  }
  static SB_MEMBER Vector scale_of(Vector z, const Table& table) {
    const std::uint32_t bits = __builtin_bit_cast(std::uint32_t, z);
    const std::uint32_t fraction = table.entries[bits % (1u << tableBits)];
    return __builtin_bit_cast(float, (bits << (23 - tableBits)) + fraction);
  }
  static SB_MEMBER Vector reduce_coarse(Vector x, Vector n) { return reduce_fine(x, n); }
  static SB_MEMBER Vector reduce_fine(Vector x, Vector n) {
    return static_cast<float>(static_cast<double>(x) -
                              static_cast<double>(n) * kLn2Double);
  }
  struct Sink {
    SB_MEMBER void take(Vector v) { asm volatile("" : : "r"(v)); }
    SB_MEMBER void finish() const {}
  };

#if defined(__x86_64__)
  static SB_MEMBER void fence() { __builtin_ia32_sfence(); }
#endif
};

}  // namespace
}  // namespace softmax_bench
