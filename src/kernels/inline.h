// Kernels are compiled once per target with different instruction sets. What those translation units
// share must be inlined, or the linker could keep the wrong copy.
#pragma once

#define SB_INLINE static inline __attribute__((always_inline))
#define SB_MEMBER __attribute__((always_inline)) inline
#define SB_LAMBDA __attribute__((always_inline))
