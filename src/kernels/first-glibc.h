// The C library of Linux offers some functions under a second, newer version since 2.34. Both are the same; the first
// is what every system has.
#pragma once

#if !defined(SOFTMAX_BENCH_OLD_GLIBC)
#define SB_FIRST_VERSION(function)
#elif defined(__x86_64__)
#define SB_FIRST_VERSION(function) asm(".symver " #function ", " #function "@GLIBC_2.2.5")
#elif defined(__aarch64__)
#define SB_FIRST_VERSION(function) asm(".symver " #function ", " #function "@GLIBC_2.17")
#endif
