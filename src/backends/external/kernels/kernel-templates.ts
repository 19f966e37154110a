/** A kernel that compiles and is right, with what a kernel is promised. */
export const kernelTemplates = {
  c: `/*
 * A softmax of your own:
 *
 *   softmax-bench run --kernel my_softmax.c
 *
 * x and y are n floats each, n >= 1. Both start at a multiple of 64 bytes and do not overlap. x may only be read;
 * nothing but the n floats of y may be written. Every call has the same n and may have other pointers.
 */
#include <math.h>
#include <stddef.h>

void my_softmax(const float *x, float *y, size_t n) {
  float max = x[0];
  for (size_t i = 1; i < n; ++i) {
    if (x[i] > max) max = x[i];
  }
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    y[i] = expf(x[i] - max);
    sum += y[i];
  }
  const float scale = (float)(1 / sum);
  for (size_t i = 0; i < n; ++i) y[i] *= scale;
}
`,
  cpp: `// A softmax of your own:
//
//   softmax-bench run --kernel my_softmax.cpp
//
// x and y are n floats each, n >= 1. Both start at a multiple of 64 bytes and do not overlap. x may only be read;
// nothing but the n floats of y may be written. Every call has the same n and may have other pointers. No exception
// may leave the function.
#include <algorithm>
#include <cmath>
#include <cstddef>

extern "C" void my_softmax(const float* x, float* y, std::size_t n) {
  const float max = *std::max_element(x, x + n);
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    y[i] = std::exp(x[i] - max);
    sum += y[i];
  }
  const float scale = static_cast<float>(1 / sum);
  for (std::size_t i = 0; i < n; ++i) y[i] *= scale;
}
`,
  rust: `// A softmax of your own:
//
//   rustc -O -C target-cpu=native -C panic=abort --crate-type cdylib -o libmy_softmax.so my_softmax.rs
//   softmax-bench run --kernel ./libmy_softmax.so
//
// x and y are n floats each, n >= 1. Both start at a multiple of 64 bytes and do not overlap. x may only be read;
// nothing but the n floats of y may be written. Every call has the same n and may have other pointers.

/// # Safety
/// x and y hold n floats each.
#[no_mangle]
pub unsafe extern "C" fn my_softmax(x: *const f32, y: *mut f32, n: usize) {
    let x = std::slice::from_raw_parts(x, n);
    // Not initialized: written before it is read.
    let y = std::slice::from_raw_parts_mut(y, n);
    let max = x.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0f64;
    for (y, x) in y.iter_mut().zip(x) {
        *y = (x - max).exp();
        sum += f64::from(*y);
    }
    let scale = (1.0 / sum) as f32;
    for y in y {
        *y *= scale;
    }
}
`,
} as const;
