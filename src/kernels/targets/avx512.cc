#include "../isa/avx512.h"

#include "../isa/avx2.h"
#include "../table.h"

namespace softmax_bench {

KernelList avx512_kernels() {
  static constexpr KernelTable table = make_table_with<Avx512, Avx2>();
  return {table.kernels, table.count};
}

}  // namespace softmax_bench
