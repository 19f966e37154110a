// Sums of vectors that stay accurate for any number of elements.
#pragma once

#include "loops.h"

namespace softmax_bench {
namespace {

// Kahan's compensated sum in every lane: 4 additions for each vector added. The passes add one vector
// a loop step, so it costs 4 / unroll instructions a vector. A single float32 accumulator would lose
// small terms beside a large one: 28 ulp after 4096 terms, where this stays below 1.
template <VectorIsa I>
struct CompensatedSum {
  using Vector = typename I::Vector;
  Vector sum = I::broadcast(0.0f);
  Vector excess = I::broadcast(0.0f);  // how much `sum` is too large

  SB_MEMBER void add(Vector term) {
    const Vector corrected = I::sub(term, excess);
    const Vector next = I::add(sum, corrected);
    excess = I::sub(I::sub(next, sum), corrected);
    sum = next;
  }

  SB_MEMBER void scale(Vector factor) {
    sum = I::mul(sum, factor);
    excess = I::mul(excess, factor);
  }

  // Of all lanes, in float64.
  SB_MEMBER double total() const { return I::total(sum, excess); }
};

// The greatest common divisor.
constexpr unsigned common_divisor(unsigned a, unsigned b) { return b == 0 ? a : common_divisor(b, a % b); }

// The terms of a loop step: chains of kChain terms (fewer where that does not divide the step), one after the other, joined
// in pairs as soon as both are complete, so that few wait in registers. The last step of an array is one chain.
template <VectorIsa I, unsigned kChain>
struct StepSum {
  using Vector = typename I::Vector;

  Vector chain = I::broadcast(0.0f);
  // waiting[k] is the sum of 2^k chains.
  Vector waiting[4];

  // begin() is a term, extend(sum) a sum and a term.
  template <unsigned u, unsigned kCount, class Begin, class Extend>
  SB_MEMBER void take(Index<u, kCount>, Begin&& begin, Extend&& extend) {
    constexpr unsigned length = common_divisor(kCount, kChain);
    chain = u % length == 0 ? begin() : extend(chain);
    if constexpr ((u + 1) % length == 0) join<u / length, 0>();
  }
  template <class Begin, class Extend>
  SB_MEMBER void take(InRest, Begin&&, Extend&& extend) {
    chain = extend(chain);
  }

  template <unsigned kCount>
  SB_MEMBER Vector joined(Index<0, kCount>) const {
    return left<kCount / common_divisor(kCount, kChain), 0>();
  }
  SB_MEMBER Vector joined(InRest) const { return chain; }

 private:
  // Takes in what waits where the bits of kComplete are 1, as in adding 1 to a binary number.
  template <unsigned kComplete, unsigned kLevel>
  SB_MEMBER void join() {
    if constexpr ((kComplete >> kLevel) % 2 == 0) {
      waiting[kLevel] = chain;
    } else {
      chain = I::add(waiting[kLevel], chain);
      join<kComplete, kLevel + 1>();
    }
  }
  // The sum of what waits at kLevel and above, where the bits of kComplete are 1.
  template <unsigned kComplete, unsigned kLevel>
  SB_MEMBER Vector left() const {
    if constexpr ((kComplete >> kLevel) % 2 == 0) {
      return left<kComplete, kLevel + 1>();
    } else if constexpr (kComplete >> (kLevel + 1) == 0) {
      return waiting[kLevel];
    } else {
      return I::add(left<kComplete, kLevel + 1>(), waiting[kLevel]);
    }
  }
};

}  // namespace
}  // namespace softmax_bench
