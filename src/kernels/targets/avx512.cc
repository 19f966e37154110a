#include "../isa/avx512.h"

#include "../table.h"

namespace softmax_bench {

KernelList avx512_kernels() {
  static constexpr KernelTable table = make_table<Avx512>();
  return {table.kernels, table.count};
}

}  // namespace softmax_bench
