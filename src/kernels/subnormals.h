// Sets flush-to-zero and denormals-are-zero while it lives, and puts back what was there. WebAssembly
// has no such mode, and nothing changes there.
#pragma once

#if defined(__aarch64__)
#include <cstdint>
#endif

namespace softmax_bench {

class FlushSubnormals {
 public:
#if defined(__x86_64__)
  FlushSubnormals() : before_(__builtin_ia32_stmxcsr()) {
    __builtin_ia32_ldmxcsr(before_ | kFlushToZero | kInputsAreZero);
  }
  ~FlushSubnormals() { __builtin_ia32_ldmxcsr(before_); }
#elif defined(__aarch64__)
  FlushSubnormals() {
    asm volatile("mrs %0, fpcr" : "=r"(before_));
    asm volatile("msr fpcr, %0" : : "r"(before_ | (1u << 24)));
  }
  ~FlushSubnormals() { asm volatile("msr fpcr, %0" : : "r"(before_)); }
#else
  FlushSubnormals() {}
  ~FlushSubnormals() {}
#endif
  FlushSubnormals(const FlushSubnormals&) = delete;
  FlushSubnormals& operator=(const FlushSubnormals&) = delete;

 private:
#if defined(__x86_64__)
  static constexpr unsigned kFlushToZero = 0x8000;
  static constexpr unsigned kInputsAreZero = 0x0040;
  unsigned before_;
#elif defined(__aarch64__)
  std::uint64_t before_;
#endif
};

}  // namespace softmax_bench
