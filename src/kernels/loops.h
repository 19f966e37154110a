// The loops that all passes share: how an array is walked, unrolled, prefetched and finished.
// A loop step handles kUnroll vectors one after the other; the CPU overlaps them, and the compiler is
// not forced to keep them all in registers.
#pragma once

#include <utility>

#include "isa/vector-isa.h"

namespace softmax_bench {
namespace {

constexpr std::size_t kLineBytes = 64;
constexpr std::size_t kStoreAlignmentBytes = 64;

template <VectorIsa I, unsigned kUnroll, bool kPrefetch>
SB_INLINE void prefetch_step(const typename I::Element* p, std::size_t distanceBytes) {
  if constexpr (kPrefetch) {
    const char* ahead = reinterpret_cast<const char*>(p) + distanceBytes;
#pragma GCC unroll 16
    for (std::size_t line = 0; line < kUnroll * I::width * sizeof(*p); line += kLineBytes) {
      I::prefetch(ahead + line);
    }
  }
}

// Where a vector is in a step of kCount whole vectors: a type, so that what depends on it is settled at compile time.
template <unsigned kValue, unsigned kCount>
struct Index {
  static constexpr unsigned value = kValue;
};

// That a vector is in the last step.
struct InRest {
  static constexpr unsigned value = 0;
};

// Vectors of the one step between the steps of kUnroll and the last, which is a loop; 0 for none.
constexpr unsigned half_step(unsigned unroll) { return unroll >= 8 && unroll % 2 == 0 ? unroll / 2 : 0; }

// A step of kCount whole vectors at p.
template <VectorIsa I, unsigned kCount>
struct WholeStep {
  using First = Index<0, kCount>;
  const typename I::Element* p;

  template <class Body>
  SB_MEMBER void each(Body&& body) const {
    each_of(body, std::make_integer_sequence<unsigned, kCount>{});
  }

 private:
  template <class Body, unsigned... u>
  SB_MEMBER void each_of(Body&& body, std::integer_sequence<unsigned, u...>) const {
    (body(I::load(p + u * I::width), Index<u, kCount>{}), ...);
  }
};

// The last step: whole vectors, then the elements that are left, filled up with `fill`.
template <VectorIsa I>
struct RestStep {
  using First = InRest;
  const typename I::Element* p;
  std::size_t count;
  float fill;

  template <class Body>
  SB_MEMBER void each(Body&& body) const {
    std::size_t i = 0;
    for (; i + I::width <= count; i += I::width) body(I::load(p + i), InRest{});
    if (i < count) body(I::load_tail(p + i, count - i, fill), InRest{});
  }
};

// Walks p[0, count) in steps. step.each(body) calls body(vector, Index or InRest); it may be called more than once for
// the same step.
template <VectorIsa I, unsigned kUnroll, bool kPrefetch, class StepBody>
SB_INLINE void for_each_step(const typename I::Element* p, std::size_t count, std::size_t prefetchBytes,
                             float fill, StepBody&& body) {
  constexpr std::size_t step = kUnroll * I::width;
  std::size_t i = 0;
  for (; i + step <= count; i += step) {
    prefetch_step<I, kUnroll, kPrefetch>(p + i, prefetchBytes);
    body(WholeStep<I, kUnroll>{p + i});
  }
  constexpr unsigned kHalf = half_step(kUnroll);
  if constexpr (kHalf > 0) {
    if (i + kHalf * I::width <= count) {
      body(WholeStep<I, kHalf>{p + i});
      i += kHalf * I::width;
    }
  }
  if (i < count) body(RestStep<I>{p + i, count - i, fill});
}

// y[i] = map(source[i], Index or InRest) for i in [0, count), where source is x or y itself; afterStep(Index or InRest) is
// called once a step.
template <VectorIsa I, unsigned kUnroll, Store kStore, bool kPrefetch, class Map, class AfterStep>
SB_INLINE void map_steps(typename I::Element* y, const typename I::Element* source, std::size_t count,
                         std::size_t prefetchBytes, float fill, Map&& map, AfterStep&& afterStep) {
  constexpr std::size_t step = kUnroll * I::width;
  constexpr unsigned kGroup = kUnroll % I::loadsAtOnce == 0 ? I::loadsAtOnce : 1;
  std::size_t i = 0;
  const auto part = [&](std::size_t partCount) SB_LAMBDA {
    I::store_tail(y + i, map(I::load_tail(source + i, partCount, fill), InRest{}), partCount);
    i += partCount;
  };
  if constexpr (kStore == Store::nonTemporal && I::width > 1) {
    // Non-temporal stores take aligned addresses: the elements before the first one go in part vectors.
    const std::size_t misaligned = reinterpret_cast<std::uintptr_t>(y) % kStoreAlignmentBytes;
    std::size_t head = misaligned == 0 ? 0 : (kStoreAlignmentBytes - misaligned) / sizeof(*y);
    if (head > count) head = count;
    while (i < head) part(head - i < I::width ? head - i : I::width - 1);
  }
  const auto group = [&]<unsigned kFirst, unsigned kCount, unsigned... u>(
                         Index<kFirst, kCount>, std::integer_sequence<unsigned, u...>) SB_LAMBDA {
    const std::size_t at = i + kFirst * I::width;
    typename I::Vector v[] = {I::load(source + at + u * I::width)...};
    ((v[u] = map(v[u], Index<kFirst + u, kCount>{})), ...);
    (I::template store<kStore>(y + at + u * I::width, v[u]), ...);
  };
  const auto whole = [&]<unsigned... g>(std::integer_sequence<unsigned, g...>) SB_LAMBDA {
    constexpr unsigned kCount = sizeof...(g) * kGroup;
    (group(Index<g * kGroup, kCount>{}, std::make_integer_sequence<unsigned, kGroup>{}), ...);
    afterStep(Index<0, kCount>{});
    i += kCount * I::width;
  };
  while (i + step <= count) {
    prefetch_step<I, kUnroll, kPrefetch>(source + i, prefetchBytes);
    whole(std::make_integer_sequence<unsigned, kUnroll / kGroup>{});
  }
  constexpr unsigned kHalf = half_step(kUnroll);
  if constexpr (kHalf > 0 && kHalf % kGroup == 0) {
    if (i + kHalf * I::width <= count) whole(std::make_integer_sequence<unsigned, kHalf / kGroup>{});
  }
  if (i < count) {
    for (; i + I::width <= count; i += I::width) {
      I::template store<kStore>(y + i, map(I::load(source + i), InRest{}));
    }
    if (i < count) part(count - i);
    afterStep(InRest{});
  }
  if constexpr (kStore == Store::nonTemporal) I::fence();
}

template <VectorIsa I, unsigned kUnroll, Store kStore, bool kPrefetch, class Map>
SB_INLINE void map_to(typename I::Element* y, const typename I::Element* source, std::size_t count,
                      std::size_t prefetchBytes, Map&& map) {
  map_steps<I, kUnroll, kStore, kPrefetch>(
      y, source, count, prefetchBytes, 0.0f,
      [&](typename I::Vector v, auto) SB_LAMBDA { return map(v); }, [](auto) SB_LAMBDA {});
}

}  // namespace
}  // namespace softmax_bench
