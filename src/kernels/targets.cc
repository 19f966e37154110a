#include "targets.h"

namespace softmax_bench {

KernelList scalar_kernels();
#if defined(__x86_64__)
KernelList avx512_kernels();
KernelList avx2_kernels();
#elif defined(__aarch64__)
KernelList neon_kernels();
#endif

namespace {

constexpr Target kTargets[] = {
#if defined(__x86_64__)
    {"avx512", "AVX-512F", [](const CpuFeatures& cpu) { return cpu.avx512f; }, avx512_kernels},
    {"avx2", "AVX2 and FMA", [](const CpuFeatures& cpu) { return cpu.avx2 && cpu.fma; },
     avx2_kernels},
#elif defined(__aarch64__)
    // Every AArch64 CPU that runs Linux, macOS or Windows has it.
    {"neon", "Advanced SIMD", [](const CpuFeatures& cpu) { return cpu.neon; }, neon_kernels},
#endif
    {"scalar", "nothing", [](const CpuFeatures&) { return true; }, scalar_kernels},
};

}  // namespace

TargetList all_targets() { return {kTargets, sizeof kTargets / sizeof kTargets[0]}; }

}  // namespace softmax_bench
