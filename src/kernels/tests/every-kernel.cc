// Runs every kernel of every target that this CPU has, on arrays that end where their memory ends, so that
// whatever is read or written outside is seen (guarded-array.h). Checks outputs too.
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../driver.h"
#include "../targets.h"
#include "expect.h"
#include "guarded-array.h"
#include "reference.h"

namespace softmax_bench {
namespace {

// Within 4 units in the last place of max(1, |expected|).
bool agrees_as_logarithm(double got, double expected) {
  if (std::isnan(expected)) return std::isnan(got);
  const float size = std::fmax(1.0f, static_cast<float>(std::fabs(expected)));
  if (std::isinf(size)) return got == expected || got == static_cast<float>(expected);
  const double ulp = size - static_cast<double>(std::nextafter(size, 0.0f));
  return std::fabs(got - expected) <= 4.0 * std::fmax(ulp, 0x1p-23);
}

PassSequence sequence(std::initializer_list<const Kernel*> kernels) {
  PassSequence passes{};
  for (const Kernel* kernel : kernels) passes.calls[passes.count++] = {kernel->run, 8192};
  return passes;
}

// The algorithm in which the kernel does its work, or nothing for a memory pass.
PassSequence algorithm_with(const KernelList& list, const Kernel& kernel) {
  const std::string pass = kernel.pass;
  const Kernel* max = find(list, "max");
  const Kernel* sum = find(list, "sum-exp");
  const Kernel* scale = find(list, "scale-exp");
  if (pass == "max") return sequence({&kernel, sum, scale});
  if (pass == "sum-exp") return sequence({max, &kernel, scale});
  if (pass == "scale-exp") return sequence({max, sum, &kernel});
  if (pass == "store-exp") return sequence({max, &kernel, find(list, "scale-in-place")});
  if (pass == "scale-in-place") return sequence({max, find(list, "store-exp"), &kernel});
  if (pass == "ext-sum") return sequence({&kernel, find(list, "ext-scale")});
  if (pass == "ext-scale") return sequence({find(list, "ext-sum"), &kernel});
  if (pass == "online-sum") return sequence({&kernel, scale});
  if (pass == "subtract-lse") return sequence({find(list, "ext-sum"), &kernel});
  return {};
}

// What a memory pass leaves in y; y held 7 before.
float expected_of_memory_pass(const std::string& pass, float x) {
  if (pass == "copy" || pass == "libc-memcpy") return x;
  if (pass == "scale") return 3.0f * x;
  if (pass == "fill") return 1.0f;
  if (pass == "update") return -7.0f;
  return 7.0f;  // read
}

bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

// An input and what softmax gives for it. Computed once for all kernels and edges, as the exponentials of the reference
// take longer than most kernels, under an emulator and sanitizers most of the time.
struct Expected {
  std::vector<float> x;
  std::vector<double> softmax;
  std::vector<double> logSoftmax;
  double logSumExp;
};

const Expected& expected_of(const Input& input, std::size_t count) {
  static std::map<std::pair<const Input*, std::size_t>, Expected> known;
  Expected& expected = known[{&input, count}];
  if (!expected.x.empty()) return expected;
  for (std::size_t i = 0; i < count; ++i) expected.x.push_back(input.value(i, count));
  const Reference reference = reference_of(expected.x.data(), count);
  for (const float x : expected.x) {
    expected.softmax.push_back(reference.softmax(x));
    expected.logSoftmax.push_back(reference.log_softmax(x));
  }
  expected.logSumExp = reference.log_sum_exp();
  return expected;
}

bool is_right(const Expected& expected, const Kernel& kernel, double lse, const float* y) {
  if (!agrees_as_logarithm(lse, expected.logSumExp)) return false;
  const bool isLogarithm = std::strcmp(kernel.pass, "subtract-lse") == 0;
  for (std::size_t i = 0; i < expected.x.size(); ++i) {
    if (!(isLogarithm ? agrees_as_logarithm(y[i], expected.logSoftmax[i])
                      : agrees(y[i], expected.softmax[i]))) {
      return false;
    }
  }
  return true;
}

void run_kernel(const char* target, const KernelList& list, const Kernel& kernel,
                const Input& input, std::size_t count, std::size_t offset, Edge xEdge,
                Edge yEdge) {
  const Expected& expected = expected_of(input, count);
  GuardedArray x(count, offset, xEdge);
  GuardedArray y(count, (offset * 3) % 16, yEdge);
  std::memcpy(x.data(), expected.x.data(), count * sizeof(float));
  for (std::size_t i = 0; i < count; ++i) y.data()[i] = 7.0f;
  const PassSequence algorithm = algorithm_with(list, kernel);
  bool right = true;
  if (algorithm.count > 0) {
    const double lse = execute(algorithm, x.data(), y.data(), {1, count, count});
    right = is_right(expected, kernel, lse, y.data());
  } else {
    right = std::isnan(execute(sequence({&kernel}), x.data(), y.data(), {1, count, count}));
    for (std::size_t i = 0; i < count; ++i) {
      right = right && same(y.data()[i], expected_of_memory_pass(kernel.pass, x.data()[i]));
    }
  }
  expect(right, std::string(target) + " " + kernel.pass + " unroll " + std::to_string(kernel.unroll) +
                    " accumulators " + std::to_string(kernel.accumulators) + ": " + input.name +
                    ", " + std::to_string(count) + " elements, offset " + std::to_string(offset));
}

void run_on_edges(const char* target, const KernelList& list, const Kernel& kernel,
                  const Input& input, std::size_t count, std::size_t offset) {
  run_kernel(target, list, kernel, input, count, offset, Edge::heap, Edge::heap);
  run_kernel(target, list, kernel, input, count, offset, Edge::pageEnd, Edge::pageBegin);
  run_kernel(target, list, kernel, input, count, offset, Edge::pageBegin, Edge::pageEnd);
}

void run_target(const Target& target) {
  const KernelList list = target.kernels();
  constexpr std::size_t kWidestVector = 16;
  std::vector<std::size_t> counts;
  for (std::size_t n = 1; n <= 4 * kWidestVector + 1; ++n) counts.push_back(n);
  for (std::size_t k = 0; k < list.count; ++k) {
    const Kernel& kernel = list.kernels[k];
    for (std::size_t n : counts) run_on_edges(target.name, list, kernel, kInputs[n % 7], n, n % 5);
    for (const Input& input : kInputs) run_on_edges(target.name, list, kernel, input, 663, 3);
    // More than a block of ext-sum and no multiple of anything.
    run_on_edges(target.name, list, kernel, kInputs[k % 7], 8192 + 13, 1);
  }
}

void run_timed_loop(const Target& target) {
  const KernelList list = target.kernels();
  constexpr std::size_t kCount = 100;
  constexpr std::size_t kStride = 112;
  constexpr std::size_t kSlots = 3;
  GuardedArray x(kStride * kSlots, 0, Edge::heap);
  GuardedArray y(kStride * kSlots, 0, Edge::heap);
  for (std::size_t i = 0; i < x.count(); ++i) x.data()[i] = y.data()[i] = 1.0f;
  const Clock clock = calibrate_clock(detect_cpu_features());
  std::size_t position = 0;
  for (const bool perPass : {false, true}) {
    const TimedRun run{algorithm_with(list, *find(list, "ext-sum")),
                       {x.data(), kStride, kSlots},
                       {y.data(), kStride, kSlots},
                       {1, kCount, kCount},
                       kSlots + 1,
                       true,
                       perPass};
    const TimedDurations durations = time_passes(run, clock, &position);
    expect(std::isfinite(durations.callNs) && durations.callNs >= 0, "a duration is a number");
  }
  expect(position == 2 * (kSlots + 1), "the ring moves with every call");
}

}  // namespace

void test_kernels() {
  const CpuFeatures cpu = detect_cpu_features();
  const TargetList targets = all_targets();
  for (std::size_t t = 0; t < targets.count; ++t) {
    const Target& target = targets.targets[t];
    if (!target.available(cpu)) {
      std::printf("%s: not on this CPU\n", target.name);
      continue;
    }
    run_target(target);
    run_timed_loop(target);
  }
}

}  // namespace softmax_bench
