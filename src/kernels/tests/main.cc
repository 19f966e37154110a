// The tests of the kernels, on every target that this CPU has. `npm run test:sanitize` and `npm run test:neon` build
// and run them. With the argument `threads` it runs those of threads alone.
#include <cstdio>
#include <cstring>

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

int main(int argumentCount, char** arguments) {
  using namespace softmax_bench;
  if (argumentCount < 2 || std::strcmp(arguments[1], "threads") != 0) {
    test_clock_source();
    test_partials();
    test_kernels();
    test_memory();
  }
  test_pool();
  test_teams();
  std::printf("kernels: %d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}
