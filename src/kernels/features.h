// Instruction sets that both the CPU has and the operating system saves.
#pragma once

namespace softmax_bench {

struct CpuFeatures {
  // As CPUID has it, `AuthenticAMD` for example; empty where there is no such instruction.
  char vendor[13];
  // The same of the hypervisor, `KVMKVMKVM` for example; empty where CPUID names none.
  char hypervisor[13];
  // As CPUID has it, the extended family added: 25 is Zen 3 and Zen 4. 0 where there is no such instruction.
  unsigned family;
  // The same of the model, the extended model included.
  unsigned model;
  bool avx;
  bool fma;
  bool avx2;
  bool avx512f;
  bool neon;
  // The time-stamp counter ticks at one rate whatever the core does, and can be read in order.
  bool invariantTsc;
  bool rdtscp;
};

CpuFeatures detect_cpu_features();

}  // namespace softmax_bench
