#include "user-kernel.h"

namespace softmax_bench {
namespace {

void run_array(void* self, const float* x, float* y) {
  const UserKernel& kernel = *static_cast<UserKernel*>(self);
  const ArrayFunction function = reinterpret_cast<ArrayFunction>(kernel.function);
  for (std::size_t row = 0; row < kernel.rows; ++row) {
    const std::size_t offset = row * kernel.rowStrideElements;
    function(x + offset, y + offset, kernel.columns);
  }
}

void run_rows(void* self, const float* x, float* y) {
  const UserKernel& kernel = *static_cast<UserKernel*>(self);
  reinterpret_cast<RowsFunction>(kernel.function)(x, y, kernel.rows, kernel.columns);
}

}  // namespace

Routine array_routine(UserKernel* kernel) { return {run_array, kernel}; }
Routine rows_routine(UserKernel* kernel) { return {run_rows, kernel}; }

}  // namespace softmax_bench
