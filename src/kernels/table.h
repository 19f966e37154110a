// The table of every variant of every pass, built at compile time for one instruction set.
// It covers the grid that the paper's authors searched (8 to 12 vectors a step with 1 to 6
// accumulators for sums; 1 to 12 vectors a step for passes that write y).
#pragma once

#include "passes/ext-sum.h"
#include "passes/max.h"
#include "passes/memory.h"
#include "passes/online-sum.h"
#include "passes/scale-exp.h"
#include "passes/scale-in-place.h"
#include "passes/store-exp.h"
#include "passes/subtract-lse.h"
#include "passes/sum-exp.h"

namespace softmax_bench {
namespace {

template <unsigned... kValues>
struct Unrolls {};
template <unsigned kUnroll, unsigned kAccumulators>
struct Shape {};
template <class... kShapes>
struct Shapes {};

#if defined(SOFTMAX_BENCH_SMALL_GRID)
// One shape of each kind: compiling the whole grid under sanitizers takes minutes. Kernels that prefetch do all that the
// others do.
constexpr bool kPrefetchAlone = true;
using WriteUnrolls = Unrolls<1, 4>;
using MemoryUnrolls = Unrolls<1, 4>;
using ReadShapes = Shapes<Shape<1, 1>, Shape<12, 4>, Shape<9, 3>>;
#else
constexpr bool kPrefetchAlone = false;
#if defined(__wasm__)
// 16 registers on x86 and modules that are to stay small: longer steps gain nothing.
using WriteUnrolls = Unrolls<1, 2, 4>;
using MemoryUnrolls = Unrolls<1, 2, 4>;
using ReadShapes = Shapes<Shape<1, 1>, Shape<2, 2>, Shape<4, 1>, Shape<4, 2>, Shape<8, 2>>;
#else
using WriteUnrolls = Unrolls<1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12>;
using MemoryUnrolls = Unrolls<1, 2, 4, 8>;
using ReadShapes =
    Shapes<Shape<1, 1>, Shape<2, 1>, Shape<2, 2>, Shape<4, 1>, Shape<4, 2>, Shape<4, 4>, Shape<8, 1>,
           Shape<8, 2>, Shape<8, 4>, Shape<9, 1>, Shape<9, 3>, Shape<10, 1>, Shape<10, 2>,
           Shape<10, 5>, Shape<12, 1>, Shape<12, 2>, Shape<12, 3>, Shape<12, 4>, Shape<12, 6>>;
#endif
#endif

// Fewer without vectors, which nobody ships: the defaults, the authors' choices and their neighbours. Each takes as long
// to compile as one with vectors.
#if defined(SOFTMAX_BENCH_SMALL_GRID)
using ScalarWriteUnrolls = WriteUnrolls;
using ScalarReadShapes = ReadShapes;
#else
using ScalarWriteUnrolls = Unrolls<1, 3, 4, 5, 8, 12>;
using ScalarReadShapes = Shapes<Shape<1, 1>, Shape<4, 2>, Shape<8, 1>, Shape<8, 2>, Shape<8, 4>,
                                Shape<9, 3>, Shape<12, 1>, Shape<12, 4>>;
#endif

constexpr std::size_t kMaxKernels = 512;

struct KernelTable {
  Kernel kernels[kMaxKernels] = {};
  std::size_t count = 0;

  unsigned vectorBits = 0;  // of what is added next

  constexpr void add(const char* pass, PassFunction run, unsigned unroll, unsigned accumulators,
                     Store store, bool prefetch) {
    kernels[count++] = {pass,
                        run,
                        static_cast<std::uint8_t>(unroll),
                        static_cast<std::uint8_t>(accumulators),
                        store,
                        prefetch,
                        static_cast<std::uint16_t>(vectorBits)};
  }
};

template <VectorIsa I>
constexpr unsigned vector_bits() {
  return I::width == 1 ? 0 : static_cast<unsigned>(8 * sizeof(typename I::Vector));
}

template <VectorIsa I, bool kPrefetch, unsigned u, unsigned a>
constexpr void add_max(KernelTable& table, Shape<u, a>) {
  table.add("max", max_pass<I, u, a, kPrefetch>, u, a, Store::ordinary, kPrefetch);
}

template <VectorIsa I, bool kPrefetch, unsigned kUnroll, unsigned kAccumulators>
constexpr void add_reads(KernelTable& table, Shape<kUnroll, kAccumulators> shape) {
  constexpr auto u = kUnroll;
  constexpr auto a = kAccumulators;
  constexpr auto o = Store::ordinary;
  add_max<I, kPrefetch>(table, shape);
  table.add("sum-exp", sum_exp_pass<I, u, a, kPrefetch>, u, a, o, kPrefetch);
  table.add("store-exp", store_exp_pass<I, u, a, kPrefetch>, u, a, o, kPrefetch);
  table.add("ext-sum", ext_sum_pass<I, u, a, kPrefetch>, u, a, o, kPrefetch);
  table.add("online-sum", online_sum_pass<I, u, a, kPrefetch>, u, a, o, kPrefetch);
}

template <VectorIsa I, bool kPrefetch, Store kStore, unsigned u>
constexpr void add_stores(KernelTable& table) {
  table.add("scale-exp", scale_exp_pass<I, u, kStore, kPrefetch>, u, 1, kStore, kPrefetch);
  table.add("ext-scale", scale_exp_pass<I, u, kStore, kPrefetch>, u, 1, kStore, kPrefetch);
}

template <VectorIsa I, bool kPrefetch, unsigned u>
constexpr void add_writes(KernelTable& table) {
  constexpr auto o = Store::ordinary;
  add_stores<I, kPrefetch, Store::ordinary, u>(table);
  if constexpr (I::storesNonTemporal) add_stores<I, kPrefetch, Store::nonTemporal, u>(table);
  table.add("scale-in-place", scale_in_place_pass<I, u, kPrefetch>, u, 1, o, kPrefetch);
}

template <VectorIsa I, bool kPrefetch, Store kStore, unsigned u>
constexpr void add_subtractions(KernelTable& table) {
  table.add("subtract-lse", subtract_lse_pass<I, u, kStore, kPrefetch>, u, 1, kStore, kPrefetch);
}

template <VectorIsa I, bool kPrefetch, unsigned u>
constexpr void add_memory(KernelTable& table) {
  constexpr auto o = Store::ordinary;
  constexpr auto n = Store::nonTemporal;
  table.add("read", read_pass<I, u, kPrefetch>, u, 1, o, kPrefetch);
  table.add("copy", copy_pass<I, u, o, kPrefetch>, u, 1, o, kPrefetch);
  if constexpr (I::storesNonTemporal) {
    table.add("copy", copy_pass<I, u, n, kPrefetch>, u, 1, n, kPrefetch);
  }
  table.add("scale", scale_pass<I, u, kPrefetch>, u, 1, o, kPrefetch);
  table.add("update", update_pass<I, u, kPrefetch>, u, 1, o, kPrefetch);
  if constexpr (!kPrefetch || kPrefetchAlone) {
    table.add("fill", fill_pass<I, u>, u, 1, o, false);
  }
}

template <VectorIsa I, bool kPrefetch, class... kShapes, unsigned... kWrites, unsigned... kMemory>
constexpr void add_all(KernelTable& table, Shapes<kShapes...>, Unrolls<kWrites...>,
                       Unrolls<kMemory...>) {
  (add_reads<I, kPrefetch>(table, kShapes{}), ...);
  (add_writes<I, kPrefetch, kWrites>(table), ...);
  (add_memory<I, kPrefetch, kMemory>(table), ...);
  (add_subtractions<I, kPrefetch, Store::ordinary, kMemory>(table), ...);
  if constexpr (I::storesNonTemporal) {
    (add_subtractions<I, kPrefetch, Store::nonTemporal, kMemory>(table), ...);
  }
}

// Passes of one instruction or none a vector, on narrower vectors than those of the target: where a cycle loads one of
// its vectors or two of these they lose nothing in cache, and memory may answer them sooner.
template <VectorIsa I, bool kPrefetch, class... kShapes, unsigned... kMemory>
constexpr void add_narrow(KernelTable& table, Shapes<kShapes...>, Unrolls<kMemory...>) {
  (add_max<I, kPrefetch>(table, kShapes{}), ...);
  (add_memory<I, kPrefetch, kMemory>(table), ...);
}

template <VectorIsa I, bool kPrefetch>
constexpr void add_grid(KernelTable& table) {
  if constexpr (I::width == 1) {
    add_all<I, kPrefetch>(table, ScalarReadShapes{}, ScalarWriteUnrolls{}, MemoryUnrolls{});
  } else {
    add_all<I, kPrefetch>(table, ReadShapes{}, WriteUnrolls{}, MemoryUnrolls{});
  }
}

template <VectorIsa I>
constexpr KernelTable make_table() {
  KernelTable table;
  table.vectorBits = vector_bits<I>();
  if constexpr (!kPrefetchAlone || !I::prefetches) add_grid<I, false>(table);
  if constexpr (I::prefetches) add_grid<I, true>(table);
#if !defined(__wasm__)
  table.vectorBits = 0;
  table.add("libc-memcpy", libc_memcpy_pass, 1, 1, Store::library, false);
#endif
  return table;
}

// The kernels of I, and those of `Narrow` for passes that hardly compute.
template <VectorIsa I, VectorIsa Narrow>
constexpr KernelTable make_table_with() {
  KernelTable table = make_table<I>();
  table.vectorBits = vector_bits<Narrow>();
  if constexpr (!kPrefetchAlone) add_narrow<Narrow, false>(table, ReadShapes{}, MemoryUnrolls{});
  add_narrow<Narrow, true>(table, ReadShapes{}, MemoryUnrolls{});
  return table;
}

}  // namespace
}  // namespace softmax_bench
