#include "../isa/scalar.h"

#include "../table.h"

namespace softmax_bench {

KernelList scalar_kernels() {
  static constexpr KernelTable table = make_table<Scalar>();
  return {table.kernels, table.count};
}

}  // namespace softmax_bench
