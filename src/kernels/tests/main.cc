// The tests of the kernels, on every target that this CPU has. `npm run test:sanitize` and `npm run test:neon` build
// and run them.
#include <cstdio>

#include "expect.h"

namespace softmax_bench {
namespace {

int passed = 0;
int failed = 0;

}  // namespace

void expect(bool holds, const std::string& what) {
  if (holds) {
    ++passed;
    return;
  }
  ++failed;
  std::fprintf(stderr, "failed: %s\n", what.c_str());
}

}  // namespace softmax_bench

int main() {
  using namespace softmax_bench;
  test_clock_source();
  test_partials();
  test_kernels();
  test_memory();
  std::printf("kernels: %d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}
