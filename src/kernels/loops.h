// The loops that all passes share: how an array is walked, unrolled, prefetched and finished.
// A loop step handles kUnroll vectors one after the other; the CPU overlaps them, and the compiler is
// not forced to keep them all in registers.
#pragma once

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

// A step of kCount whole vectors at p.
template <VectorIsa I, unsigned kCount>
struct WholeStep {
  const typename I::Element* p;

  template <class Body>
  SB_MEMBER void each(Body&& body) const {
#pragma GCC unroll 16
    for (unsigned u = 0; u < kCount; ++u) body(I::load(p + u * I::width), u);
  }
};

// The last step: fewer elements than a vector, filled up with `fill`.
template <VectorIsa I>
struct PartialStep {
  const typename I::Element* p;
  std::size_t count;
  float fill;

  template <class Body>
  SB_MEMBER void each(Body&& body) const {
    body(I::load_tail(p, count, fill), 0u);
  }
};

// Walks p[0, count) in steps. step.each(body) calls body(vector, index in the step); it may be
// called more than once for the same step.
template <VectorIsa I, unsigned kUnroll, bool kPrefetch, class StepBody>
SB_INLINE void for_each_step(const typename I::Element* p, std::size_t count, std::size_t prefetchBytes,
                             float fill, StepBody&& body) {
  constexpr std::size_t step = kUnroll * I::width;
  std::size_t i = 0;
  for (; i + step <= count; i += step) {
    prefetch_step<I, kUnroll, kPrefetch>(p + i, prefetchBytes);
    body(WholeStep<I, kUnroll>{p + i});
  }
  for (; i + I::width <= count; i += I::width) body(WholeStep<I, 1>{p + i});
  if (i < count) body(PartialStep<I>{p + i, count - i, fill});
}

// y[i] = map(source[i], index in the step) for i in [0, count), where source is x or y itself;
// afterStep() is called once a step.
template <VectorIsa I, unsigned kUnroll, Store kStore, bool kPrefetch, class Map, class AfterStep>
SB_INLINE void map_steps(typename I::Element* y, const typename I::Element* source, std::size_t count,
                         std::size_t prefetchBytes, float fill, Map&& map, AfterStep&& afterStep) {
  constexpr std::size_t step = kUnroll * I::width;
  constexpr unsigned kGroup = kUnroll % I::loadsAtOnce == 0 ? I::loadsAtOnce : 1;
  std::size_t i = 0;
  const auto part = [&](std::size_t partCount) SB_LAMBDA {
    I::store_tail(y + i, map(I::load_tail(source + i, partCount, fill), 0u), partCount);
    afterStep();
    i += partCount;
  };
  if constexpr (kStore == Store::nonTemporal && I::width > 1) {
    // Non-temporal stores take aligned addresses: the elements before the first one go in part vectors.
    const std::size_t misaligned = reinterpret_cast<std::uintptr_t>(y) % kStoreAlignmentBytes;
    std::size_t head = misaligned == 0 ? 0 : (kStoreAlignmentBytes - misaligned) / sizeof(*y);
    if (head > count) head = count;
    while (i < head) part(head - i < I::width ? head - i : I::width - 1);
  }
  for (; i + step <= count; i += step) {
    prefetch_step<I, kUnroll, kPrefetch>(source + i, prefetchBytes);
#pragma GCC unroll 16
    for (unsigned first = 0; first < kUnroll; first += kGroup) {
      typename I::Vector group[kGroup];
      const std::size_t at = i + first * I::width;
#pragma GCC unroll 4
      for (unsigned u = 0; u < kGroup; ++u) group[u] = I::load(source + at + u * I::width);
#pragma GCC unroll 4
      for (unsigned u = 0; u < kGroup; ++u) group[u] = map(group[u], first + u);
#pragma GCC unroll 4
      for (unsigned u = 0; u < kGroup; ++u) I::template store<kStore>(y + at + u * I::width, group[u]);
    }
    afterStep();
  }
  for (; i + I::width <= count; i += I::width) {
    I::template store<kStore>(y + i, map(I::load(source + i), 0u));
    afterStep();
  }
  if (i < count) part(count - i);
  if constexpr (kStore == Store::nonTemporal) I::fence();
}

template <VectorIsa I, unsigned kUnroll, Store kStore, bool kPrefetch, class Map>
SB_INLINE void map_to(typename I::Element* y, const typename I::Element* source, std::size_t count,
                      std::size_t prefetchBytes, Map&& map) {
  map_steps<I, kUnroll, kStore, kPrefetch>(
      y, source, count, prefetchBytes, 0.0f,
      [&](typename I::Vector v, unsigned) SB_LAMBDA { return map(v); }, []() SB_LAMBDA {});
}

// The largest of the lanes that are not NaN; -Infinity where there is none.
template <VectorIsa I>
SB_INLINE float largest_lane(typename I::Vector v) {
  alignas(64) float lanes[I::width];
  I::store_lanes(lanes, v);
  float largest = -__builtin_inff();
  for (float lane : lanes) {
    if (lane > largest) largest = lane;
  }
  return largest;
}

}  // namespace
}  // namespace softmax_bench
