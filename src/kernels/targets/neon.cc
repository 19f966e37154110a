#include "../isa/neon.h"

#include "../table.h"

namespace softmax_bench {

KernelList neon_kernels() {
  static constexpr KernelTable table = make_table<Neon>();
  return {table.kernels, table.count};
}

}  // namespace softmax_bench
