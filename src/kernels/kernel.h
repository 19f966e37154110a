// What every kernel takes and returns, and the table that declares the kernels that exist.
#pragma once

#include <cstddef>
#include <cstdint>

#include "partial.h"

namespace softmax_bench {

// What one pass hands to the next.
struct SoftmaxState {
  Partial partial;
  float max;
  // After a pass that stores its terms, y[j] * 2^storedExponent = e^(x[j] - offset), but for a factor that is
  // the same for all j.
  float storedExponent;
};

// Kernels run with subnormals flushed to zero (subnormals.h). Arrays may start at any multiple of
// an element's size. x and y do not overlap. elementCount >= 1.
template <class Element>
struct PassArgs {
  const Element* x;
  Element* y;
  std::size_t elementCount;
  // How far ahead of the reads to prefetch; used only by kernels declared with `prefetch`.
  std::size_t prefetchBytes;
  SoftmaxState* state;
};

using PassFunction = void (*)(const PassArgs<float>&);

enum class Store : std::uint8_t { ordinary, nonTemporal, library };

// One compiled variant of one pass.
struct Kernel {
  const char* pass;
  PassFunction run;
  std::uint8_t unroll;        // vectors a loop step
  std::uint8_t accumulators;  // independent partial results; 1 where a pass has none
  Store store;
  bool prefetch;
  std::uint16_t vectorBits;  // 0 where the compiler or the C library chooses
};

struct KernelList {
  const Kernel* kernels;
  std::size_t count;
};

#if defined(__wasm__)
// `src/backends/wasm/instance.ts` reads lists at these offsets.
static_assert(offsetof(KernelList, kernels) == 0 && offsetof(KernelList, count) == 4);
static_assert(offsetof(Kernel, pass) == 0 && offsetof(Kernel, unroll) == 8);
static_assert(offsetof(Kernel, accumulators) == 9 && offsetof(Kernel, store) == 10);
static_assert(offsetof(Kernel, prefetch) == 11 && offsetof(Kernel, vectorBits) == 12);
static_assert(sizeof(Kernel) == 16);
static_assert(Store::ordinary == Store{0} && Store::nonTemporal == Store{1} && Store::library == Store{2});
#endif

}  // namespace softmax_bench
