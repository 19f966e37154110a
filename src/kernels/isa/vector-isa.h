// What the passes ask of an instruction set. A vector holds `width` float32 numbers, whatever the elements in
// memory are: loads and stores convert.
#pragma once

#include <concepts>

#include "../kernel.h"

namespace softmax_bench {
namespace {

// What most instruction sets have in common.
struct UsualIsa {
  using Element = float;
  static constexpr bool prefetches = true;
  // A vector that is used twice. Compilers for x86 would rather load it twice, and loads are what these loops wait for.
  template <class Vector>
  static SB_MEMBER Vector held(Vector v) {
    return v;
  }
  // Vectors that `map_steps` loads before it stores the first of them.
  static constexpr unsigned loadsAtOnce = 1;
  // The largest |x| whose exponent is exact, and the largest |max| for which passes that write e^x need no
  // second step of reduction (exp.h).
  static constexpr float fastLimit = 65536.0f;
  static constexpr float fineLimit = fastLimit;
  static constexpr bool reducesInOneStep = false;
};

// With a fused multiply-add, n * ln2High is exact: ln 2 takes two float32 numbers.
struct FusedIsa : UsualIsa {
  static constexpr float ln2High = 0x1.62e43p-1f;
  static constexpr float ln2Low = -0x1.05c61p-29f;
  // ln 2 - ln2High: what the coarse reduction leaves out for each unit of n.
  static constexpr double ln2Residual = kLn2Double - static_cast<double>(ln2High);
};

// With a table in registers too, whose entries take up the exponent of a call.
struct TableIsa : FusedIsa {
  static constexpr bool reducesInOneStep = true;
  static constexpr float fineLimit = 119.0f;
};

template <class I>
concept VectorIsa =
    // Elements of a vector, and what the instruction set can do.
    std::same_as<decltype(I::width), const std::size_t> &&
    std::same_as<decltype(I::storesNonTemporal), const bool> &&
    std::same_as<decltype(I::prefetches), const bool> &&
    std::same_as<decltype(I::loadsAtOnce), const unsigned> &&
    // The exponential: its limits, and the entries of its table as a power of two; 0 for none.
    std::same_as<decltype(I::fastLimit), const float> &&
    std::same_as<decltype(I::fineLimit), const float> &&
    std::same_as<decltype(I::reducesInOneStep), const bool> &&
    std::same_as<decltype(I::ln2Residual), const double> &&
    std::same_as<decltype(I::tableBits), const unsigned> &&
    requires(typename I::Vector v, const typename I::Element* from, typename I::Element* to,
             float value, std::size_t count) {
      { I::broadcast(value) } -> std::same_as<typename I::Vector>;
      // Any multiple of an element's size is an address for `load` and ordinary stores; the others want 64 bytes.
      { I::load(from) } -> std::same_as<typename I::Vector>;
      I::template store<Store::ordinary>(to, v);
      // The first `count` < width elements; the other lanes are `value`. Nothing behind them is touched.
      { I::load_tail(from, count, value) } -> std::same_as<typename I::Vector>;
      I::store_tail(to, v, count);
      { I::add(v, v) } -> std::same_as<typename I::Vector>;
      { I::sub(v, v) } -> std::same_as<typename I::Vector>;
      { I::mul(v, v) } -> std::same_as<typename I::Vector>;
      // First times second plus third; whether it is rounded once is the instruction set's choice.
      { I::fma(v, v, v) } -> std::same_as<typename I::Vector>;
      // The larger; NaN where the second is NaN.
      { I::max(v, v) } -> std::same_as<typename I::Vector>;
      // Whether the first is greater in any lane.
      { I::any_greater(v, v) } -> std::same_as<bool>;
      { I::flip_sign(v) } -> std::same_as<typename I::Vector>;
      { I::held(v) } -> std::same_as<typename I::Vector>;
      // The largest lane; any where there is NaN. The sum of all lanes of the first less those of the second.
      { I::largest(v) } -> std::same_as<float>;
      { I::total(v, v) } -> std::same_as<double>;
    } &&
    requires(typename I::Vector v, typename I::Table table, const std::uint32_t* entries) {
      { I::load_table(entries) } -> std::same_as<typename I::Table>;
      // S, the table's entry times 2^(n - N), from the rounded sum z (exp.h).
      { I::scale_of(v, table) } -> std::same_as<typename I::Vector>;
      // x - n ln 2, with ln 2 rounded to float32 and in more digits.
      { I::reduce_coarse(v, v) } -> std::same_as<typename I::Vector>;
      { I::reduce_fine(v, v) } -> std::same_as<typename I::Vector>;
    } &&
    // Takes loaded vectors so that the loads stay, and does nothing with them.
    requires(typename I::Sink sink, typename I::Vector v) {
      sink.take(v);
      sink.finish();
    } &&
    (!I::reducesInOneStep || requires(typename I::Table table, typename I::Vector bits) {
      // Subtracts the low bits from the exponent of every entry.
      { I::lower_table(table, bits) } -> std::same_as<typename I::Table>;
    }) &&
    // `fma` that is rounded once.
    (I::tableBits == 0 || requires(typename I::Vector v) {
      { I::fused(v, v, v) } -> std::same_as<typename I::Vector>;
    }) &&
    (!I::prefetches || requires(const void* p) { I::prefetch(p); }) &&
    // The fence orders non-temporal stores before what follows.
    (!I::storesNonTemporal || requires(typename I::Element* to, typename I::Vector v) {
      I::template store<Store::nonTemporal>(to, v);
      I::fence();
    });

}  // namespace
}  // namespace softmax_bench
