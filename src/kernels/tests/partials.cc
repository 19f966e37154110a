// Partial sums of parts of a row, merged, are that of the row: on every target, after every pass that sums.
#include "../partial.h"

#include <string>
#include <vector>

#include "../features.h"
#include "../subnormals.h"
#include "../targets.h"
#include "expect.h"
#include "reference.h"

namespace softmax_bench {
namespace {

// Parts with different representations, besides the inputs of all kernels.
const Input kMixedInputs[] = {
    {"a masked half", [](std::size_t i, std::size_t n) { return i < n / 2 ? -kInfinite : -900.0f; }},
    {"a half in e^-1000", [](std::size_t i, std::size_t n) { return i < n / 2 ? -1000.0f : 3.0f; }},
    {"a half just beyond the exponent",
     [](std::size_t i, std::size_t n) { return i < n / 2 ? 65535.5f : 65536.5f; }},
    {"halves beyond the exponent on both sides",
     [](std::size_t i, std::size_t n) { return i < n / 2 ? -1e6f : 1e6f; }},
    {"a half far below the exponent",
     [](std::size_t i, std::size_t n) { return i < n / 2 ? -70000.0f : -65535.0f; }},
    {"all far below the exponent", [](std::size_t i, std::size_t n) {
       return (i < n / 2 ? -70000.0f : -69999.0f) + static_cast<float>(i % 7);
     }},
    {"the largest and the lowest",
     [](std::size_t i, std::size_t) {
       const float largest = std::numeric_limits<float>::max();
       return i % 2 == 0 ? largest : -largest;
     }},
    {"a masked half and a NaN",
     [](std::size_t i, std::size_t n) {
       return i < n / 2 ? -kInfinite : i == n - 1 ? std::nanf("") : 1.0f;
     }},
};

using PassNames = std::vector<const char*>;

Partial partial_of_row(const KernelList& list, const PassNames& passes, const float* x,
                       std::size_t count) {
  const FlushSubnormals flush;
  std::vector<float> y(count);
  SoftmaxState state{};
  for (const char* pass : passes) find(list, pass)->run({x, y.data(), count, 0, &state});
  return state.partial;
}

bool same_sum(const Partial& a, const Partial& b) {
  if (std::isnan(a.sum)) return std::isnan(b.sum);
  return a.sum == b.sum && (a.sum == 0.0 || (a.exponent == b.exponent && a.offset == b.offset));
}

// The error of a logarithm is the relative error of its sum, and the rounding of the logarithm itself.
bool agree(double got, double expected) {
  if (std::isnan(expected)) return std::isnan(got);
  return std::fabs(got - expected) <= 5e-7 + 4e-16 * std::fabs(expected);
}

void test_split(const KernelList& list, const PassNames& passes, const std::vector<float>& x,
                std::size_t partCount, const std::string& where) {
  const Partial whole = partial_of_row(list, passes, x.data(), x.size());
  Partial merged{0.0, 0.0f, 0.0f};
  for (std::size_t part = 0; part < partCount; ++part) {
    const std::size_t begin = x.size() * part / partCount;
    const std::size_t end = x.size() * (part + 1) / partCount;
    const Partial own = partial_of_row(list, passes, x.data() + begin, end - begin);
    const Partial next = combine(merged, own);
    expect(same_sum(next, combine(own, merged)), "partials merge in any order: " + where);
    merged = next;
  }
  const double expected = reference_of(x.data(), x.size()).log_sum_exp();
  expect(agree(log_sum_exp(whole), expected), "the sum of the row: " + where);
  expect(agree(log_sum_exp(merged), expected), "the sum of its parts: " + where);
  const Denominator finished = finish(merged);
  expect(std::isnan(expected) ? std::isnan(finished.sum) && std::isnan(finished.exponent)
                              : finished.sum >= 1.0 && finished.sum < 2.0,
         "a finished sum is normal: " + where);
}

void test_input(const Target& target, const Input& input) {
  const PassNames summing[] = {
      {"max", "sum-exp"}, {"max", "store-exp"}, {"ext-sum"}, {"online-sum"}};
  for (const PassNames& passes : summing) {
    for (const std::size_t count : {std::size_t{8}, std::size_t{663}, std::size_t{20000}}) {
      std::vector<float> x(count);
      for (std::size_t i = 0; i < count; ++i) x[i] = input.value(i, count);
      for (const std::size_t partCount : {1, 2, 3, 8}) {
        test_split(target.kernels(), passes, x, partCount,
                   std::string(target.name) + " " + passes.back() + ", " + input.name + ", " +
                       std::to_string(count) + " elements in " + std::to_string(partCount));
      }
    }
  }
}

void test_scalar_math() {
  for (double x = -690.0; x < 690.0; x += 0.37) {
    expect(std::fabs(exp_scalar(x) / std::exp(x) - 1.0) <= 1e-15, "e^" + std::to_string(x));
  }
  for (double e = -1022.0; e <= 1023.0; e += 1.0) {
    expect(power_of_two(e) == std::exp2(e), "2^" + std::to_string(e));
  }
  expect(power_of_two(-1e5) == 0.0 && std::isnan(power_of_two(std::nan(""))), "2^e beyond float64");
  for (double m = 1.0; m < 2.0; m += 0.0007) {
    expect(std::fabs(log_scalar(m) - std::log(m)) <= 1e-15, "ln " + std::to_string(m));
  }
}

}  // namespace

void test_partials() {
  test_scalar_math();
  expect(std::isnan(log_sum_exp(Partial{})), "no sum has no logarithm");
  const CpuFeatures cpu = detect_cpu_features();
  const TargetList targets = all_targets();
  for (std::size_t t = 0; t < targets.count; ++t) {
    if (!targets.targets[t].available(cpu)) continue;
    for (const Input& input : kInputs) test_input(targets.targets[t], input);
    for (const Input& input : kMixedInputs) test_input(targets.targets[t], input);
  }
}

}  // namespace softmax_bench
