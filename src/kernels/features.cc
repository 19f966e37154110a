#include "features.h"

#if defined(__x86_64__)
#include <cpuid.h>

#include <cstdint>
#include <cstring>
#endif

namespace softmax_bench {

#if defined(__x86_64__)

namespace {

struct Registers {
  unsigned eax, ebx, ecx, edx;
};

Registers cpuid(unsigned leaf, unsigned subleaf = 0) {
  Registers r{};
  if (leaf > __get_cpuid_max(leaf & 0x80000000u, nullptr)) return r;
  __cpuid_count(leaf, subleaf, r.eax, r.ebx, r.ecx, r.edx);
  return r;
}

// Which register files the operating system saves on a context switch (XCR0).
std::uint64_t xgetbv() {
  std::uint32_t low, high;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (static_cast<std::uint64_t>(high) << 32) | low;
}

constexpr bool bit(unsigned value, unsigned index) { return (value >> index) & 1u; }

}  // namespace

CpuFeatures detect_cpu_features() {
  CpuFeatures features{};
  const Registers identity = cpuid(0);
  std::memcpy(features.vendor, &identity.ebx, 4);
  std::memcpy(features.vendor + 4, &identity.edx, 4);
  std::memcpy(features.vendor + 8, &identity.ecx, 4);
  const Registers basic = cpuid(1);
  const unsigned baseFamily = (basic.eax >> 8) & 0xf;
  features.family = baseFamily == 0xf ? baseFamily + ((basic.eax >> 20) & 0xff) : baseFamily;
  const unsigned baseModel = (basic.eax >> 4) & 0xf;
  const bool hasExtendedModel = baseFamily == 0xf || baseFamily == 6;
  features.model = hasExtendedModel ? baseModel + ((basic.eax >> 12) & 0xf0) : baseModel;
  const Registers extended = cpuid(7);
  const bool osxsave = bit(basic.ecx, 27);
  const std::uint64_t saved = osxsave ? xgetbv() : 0;
  const bool ymmSaved = (saved & 0x6) == 0x6;
  const bool zmmSaved = (saved & 0xe6) == 0xe6;
  features.avx = ymmSaved && bit(basic.ecx, 28);
  features.fma = features.avx && bit(basic.ecx, 12);
  features.avx2 = features.avx && bit(extended.ebx, 5);
  features.avx512f = zmmSaved && bit(extended.ebx, 16);
  if (bit(basic.ecx, 31)) {
    // The leaves of hypervisors are beyond the largest that __get_cpuid_max knows.
    Registers guest{};
    __cpuid(0x40000000u, guest.eax, guest.ebx, guest.ecx, guest.edx);
    std::memcpy(features.hypervisor, &guest.ebx, 4);
    std::memcpy(features.hypervisor + 4, &guest.ecx, 4);
    std::memcpy(features.hypervisor + 8, &guest.edx, 4);
  }
  features.rdtscp = bit(cpuid(0x80000001u).edx, 27);
  features.invariantTsc = bit(cpuid(0x80000007u).edx, 8);
  return features;
}

#else

CpuFeatures detect_cpu_features() {
  CpuFeatures features{};
#if defined(__aarch64__)
  features.neon = true;
#endif
  return features;
}

#endif

}  // namespace softmax_bench
