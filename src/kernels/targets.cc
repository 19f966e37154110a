#include "targets.h"

namespace softmax_bench {

// Tests that look for races alone take no instruction sets, which add none.
#if defined(__x86_64__) && !defined(SOFTMAX_BENCH_SCALAR_ONLY)
#define SB_X86_TARGETS
#elif defined(__aarch64__) && !defined(SOFTMAX_BENCH_SCALAR_ONLY)
#define SB_ARM_TARGETS
#endif

KernelList scalar_kernels();
#if defined(SB_X86_TARGETS)
KernelList avx512_kernels();
KernelList avx2_kernels();
#elif defined(SB_ARM_TARGETS)
KernelList neon_kernels();
#endif

namespace {

constexpr Target kTargets[] = {
#if defined(SB_X86_TARGETS)
    {"avx512", "AVX-512F", [](const CpuFeatures& cpu) { return cpu.avx512f; }, avx512_kernels},
    {"avx2", "AVX2 and FMA", [](const CpuFeatures& cpu) { return cpu.avx2 && cpu.fma; },
     avx2_kernels},
#elif defined(SB_ARM_TARGETS)
    // Every AArch64 CPU that runs Linux, macOS or Windows has it.
    {"neon", "Advanced SIMD", [](const CpuFeatures& cpu) { return cpu.neon; }, neon_kernels},
#endif
    {"scalar", "nothing", [](const CpuFeatures&) { return true; }, scalar_kernels},
};

}  // namespace

TargetList all_targets() { return {kTargets, sizeof kTargets / sizeof kTargets[0]}; }

}  // namespace softmax_bench
