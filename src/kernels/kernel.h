// What every kernel takes and returns, and the table that declares the kernels that exist.
#pragma once

#include <cstddef>
#include <cstdint>

namespace softmax_bench {

// What one pass hands to the next. After the summing pass, for every finite input,
//   sum over j of e^x[j]  =  sum * e^offset * 2^exponent,   1 <= sum < 2.
// `wide` says that the inputs are too large for the exponent alone (see exp.h): then offset is the
// maximum and exponent counts only the sum; otherwise offset is 0. After a pass that stores its terms,
// y[j] * 2^storedExponent = e^(x[j] - offset), but for a factor that is the same for all j.
struct SoftmaxState {
  double sum;
  float max;
  float offset;
  float exponent;
  float storedExponent;
  bool wide;
};

// Kernels run with subnormals flushed to zero (subnormals.h). Arrays may start at any multiple of
// 4 bytes. x and y do not overlap. elementCount >= 1.
struct PassArgs {
  const float* x;
  float* y;
  std::size_t elementCount;
  // How far ahead of the reads to prefetch; used only by kernels declared with `prefetch`.
  std::size_t prefetchBytes;
  SoftmaxState* state;
};

using PassFunction = void (*)(const PassArgs&);

enum class Store : std::uint8_t { ordinary, streaming, library };

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

}  // namespace softmax_bench

// Kernels are compiled once per target with different instruction sets. Anything shared between
// those translation units must be inlined or the linker could keep the wrong copy.
#define SB_INLINE static inline __attribute__((always_inline))
#define SB_MEMBER __attribute__((always_inline)) inline
#define SB_LAMBDA __attribute__((always_inline))
