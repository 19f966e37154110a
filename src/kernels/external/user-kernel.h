// A function of the user's, on the rows of one shape.
#pragma once

#include "routine.h"

namespace softmax_bench {

using ArrayFunction = void (*)(const float* x, float* y, std::size_t n);
using RowsFunction = void (*)(const float* x, float* y, std::size_t rows, std::size_t columns);

// Called for one row after the other where it takes a row.
struct UserKernel {
  void* function;  // an ArrayFunction or a RowsFunction
  std::size_t rows;
  std::size_t columns;
  std::size_t rowStrideElements;
};

// `kernel` has to outlive the routine. A RowsFunction takes rows without gaps.
Routine array_routine(UserKernel* kernel);
Routine rows_routine(UserKernel* kernel);

}  // namespace softmax_bench
