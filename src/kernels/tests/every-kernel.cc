// Runs every kernel of every target that this CPU has, on arrays that end where their memory ends, so that
// whatever is read or written outside is seen (guarded-array.h). Checks outputs too. `npm run test:sanitize`
// builds and runs it.
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "../driver.h"
#include "../memory.h"
#include "../targets.h"
#include "guarded-array.h"

using namespace softmax_bench;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

int passed = 0;
int failed = 0;

void expect(bool holds, const std::string& what) {
  if (holds) {
    ++passed;
    return;
  }
  ++failed;
  std::fprintf(stderr, "failed: %s\n", what.c_str());
}

struct Input {
  const char* name;
  float (*value)(std::size_t index, std::size_t count);
};

const Input kInputs[] = {
    {"waves", [](std::size_t i, std::size_t) { return 8.0f * std::sin(static_cast<float>(i)); }},
    {"ascending", [](std::size_t i, std::size_t) { return static_cast<float>(i) * 0.5f - 90.0f; }},
    {"huge", [](std::size_t i, std::size_t) { return i % 2 == 0 ? 1e30f : -1e30f; }},
    {"masked", [](std::size_t i, std::size_t) { return i % 3 == 0 ? 1.5f : -kInfinity; }},
    {"all masked", [](std::size_t, std::size_t) { return -kInfinity; }},
    {"a NaN", [](std::size_t i, std::size_t n) { return i == n / 2 ? std::nanf("") : 1.0f; }},
    {"an infinity", [](std::size_t i, std::size_t n) { return i == n / 2 ? kInfinity : 1.0f; }},
};

std::vector<double> reference_softmax(const GuardedArray& x) {
  double max = -kInfinity;
  bool poisoned = false;
  for (std::size_t i = 0; i < x.count(); ++i) {
    poisoned = poisoned || std::isnan(x.data()[i]) || x.data()[i] == kInfinity;
    max = std::fmax(max, static_cast<double>(x.data()[i]));
  }
  poisoned = poisoned || max == -kInfinity;
  double sum = 0;
  for (std::size_t i = 0; i < x.count(); ++i) sum += std::exp(x.data()[i] - max);
  std::vector<double> y(x.count(), std::nan(""));
  if (poisoned) return y;
  for (std::size_t i = 0; i < x.count(); ++i) y[i] = std::exp(x.data()[i] - max) / sum;
  return y;
}

bool agrees(double got, double expected) {
  if (std::isnan(expected)) return std::isnan(got);
  return std::fabs(got - expected) <= 1e-6 * expected + 2e-38;
}

const Kernel* find(const KernelList& list, const char* pass) {
  for (std::size_t k = 0; k < list.count; ++k) {
    if (std::strcmp(list.kernels[k].pass, pass) == 0) return &list.kernels[k];
  }
  return nullptr;
}

PassSequence sequence(std::initializer_list<const Kernel*> kernels) {
  PassSequence passes{};
  for (const Kernel* kernel : kernels) passes.calls[passes.count++] = {kernel->run, 8192};
  return passes;
}

// The softmax algorithm in which the kernel does its work, or nothing for a memory pass.
PassSequence softmax_with(const KernelList& list, const Kernel& kernel) {
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

void run_kernel(const char* target, const KernelList& list, const Kernel& kernel,
                const Input& input, std::size_t count, std::size_t offset, Edge xEdge,
                Edge yEdge) {
  GuardedArray x(count, offset, xEdge);
  GuardedArray y(count, (offset * 3) % 16, yEdge);
  for (std::size_t i = 0; i < count; ++i) {
    x.data()[i] = input.value(i, count);
    y.data()[i] = 7.0f;
  }
  const PassSequence softmax = softmax_with(list, kernel);
  bool right = true;
  if (softmax.count > 0) {
    execute(softmax, x.data(), y.data(), count);
    const std::vector<double> expected = reference_softmax(x);
    for (std::size_t i = 0; i < count; ++i) right = right && agrees(y.data()[i], expected[i]);
  } else {
    execute(sequence({&kernel}), x.data(), y.data(), count);
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
    const TimedRun run{softmax_with(list, *find(list, "ext-sum")),
                       {x.data(), kStride, kSlots},
                       {y.data(), kStride, kSlots},
                       kCount,
                       kSlots + 1,
                       true,
                       perPass};
    const TimedDurations durations = time_passes(run, clock, &position);
    expect(std::isfinite(durations.callNs) && durations.callNs >= 0, "a duration is a number");
  }
  expect(position == 2 * (kSlots + 1), "the ring moves with every call");
}

void run_memory() {
  for (const bool hugePages : {false, true}) {
    const Region region = allocate_region(12345, hugePages);
    expect(reinterpret_cast<std::uintptr_t>(region.data) % 64 == 0, "a region begins a line");
    expect(region.data != nullptr && region.bytes >= 12345, "a region holds what was asked for");
    std::memset(region.data, 1, region.bytes);
    free_region(region);
  }
  const Region tooMuch = allocate_region(std::size_t{1} << 60, false);
  expect(tooMuch.data == nullptr && tooMuch.bytes == 0, "too large a region is refused");
  free_region(tooMuch);
}

}  // namespace

int main() {
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
  run_memory();
  std::printf("kernels: %d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}
