// Passes that move memory and compute nothing: baselines, and the skeletons of the softmax passes.
#pragma once

#include "../loops.h"

namespace softmax_bench {
namespace {

// Loads every vector of x and uses none.
template <VectorIsa I, unsigned kUnroll, bool kPrefetch>
void read_pass(const PassArgs<typename I::Element>& args) {
  typename I::Sink sink;
  for_each_step<I, kUnroll, kPrefetch>(
      args.x, args.elementCount, args.prefetchBytes, 0.0f, [&](auto step) SB_LAMBDA {
        step.each([&](typename I::Vector x, auto) SB_LAMBDA { sink.take(x); });
      });
  sink.finish();
}

// y[i] = x[i].
template <VectorIsa I, unsigned kUnroll, Store kStore, bool kPrefetch>
void copy_pass(const PassArgs<typename I::Element>& args) {
  map_to<I, kUnroll, kStore, kPrefetch>(args.y, args.x, args.elementCount, args.prefetchBytes,
                                        [](typename I::Vector x) SB_LAMBDA { return x; });
}

// y[i] = s * x[i] with s = 3, as in STREAM.
template <VectorIsa I, unsigned kUnroll, bool kPrefetch>
void scale_pass(const PassArgs<typename I::Element>& args) {
  const auto factor = I::broadcast(3.0f);
  map_to<I, kUnroll, Store::ordinary, kPrefetch>(
      args.y, args.x, args.elementCount, args.prefetchBytes,
      [&](typename I::Vector x) SB_LAMBDA { return I::mul(x, factor); });
}

// y[i] = -y[i]: one bit operation, so that each line is really read and really written.
template <VectorIsa I, unsigned kUnroll, bool kPrefetch>
void update_pass(const PassArgs<typename I::Element>& args) {
  map_to<I, kUnroll, Store::ordinary, kPrefetch>(
      args.y, args.y, args.elementCount, args.prefetchBytes,
      [](typename I::Vector y) SB_LAMBDA { return I::flip_sign(y); });
}

// y[i] = 1. Not 0, because some CPUs skip the write-back of lines that are all zero.
template <VectorIsa I, unsigned kUnroll>
void fill_pass(const PassArgs<typename I::Element>& args) {
  constexpr std::size_t step = kUnroll * I::width;
  const auto value = I::broadcast(1.0f);
  typename I::Element* y = args.y;
  const std::size_t count = args.elementCount;
  std::size_t i = 0;
  for (; i + step <= count; i += step) {
#pragma GCC unroll 16
    for (unsigned u = 0; u < kUnroll; ++u) {
      I::template store<Store::ordinary>(y + i + u * I::width, value);
    }
  }
  for (; i + I::width <= count; i += I::width) I::template store<Store::ordinary>(y + i, value);
  if (i < count) I::store_tail(y + i, value, count - i);
}

#if !defined(__wasm__)
// The C library chooses instructions and the kind of store. WebAssembly has none.
void libc_memcpy_pass(const PassArgs<float>& args) {
  __builtin_memcpy(args.y, args.x, args.elementCount * sizeof(float));
}
#endif

}  // namespace
}  // namespace softmax_bench
