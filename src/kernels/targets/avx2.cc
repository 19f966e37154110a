#include "../isa/avx2.h"

#include "../table.h"

namespace softmax_bench {

KernelList avx2_kernels() {
  static constexpr KernelTable table = make_table<Avx2>();
  return {table.kernels, table.count};
}

}  // namespace softmax_bench
