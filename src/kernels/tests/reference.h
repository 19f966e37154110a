// What the kernels must give, in float64.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>

#include "../kernel.h"

namespace softmax_bench {

constexpr float kInfinite = std::numeric_limits<float>::infinity();

struct Input {
  const char* name;
  float (*value)(std::size_t index, std::size_t count);
};

inline const Input kInputs[] = {
    {"waves", [](std::size_t i, std::size_t) { return 8.0f * std::sin(static_cast<float>(i)); }},
    {"ascending", [](std::size_t i, std::size_t) { return static_cast<float>(i) * 0.5f - 90.0f; }},
    {"huge", [](std::size_t i, std::size_t) { return i % 2 == 0 ? 1e30f : -1e30f; }},
    {"masked", [](std::size_t i, std::size_t) { return i % 3 == 0 ? 1.5f : -kInfinite; }},
    {"all masked", [](std::size_t, std::size_t) { return -kInfinite; }},
    {"a NaN", [](std::size_t i, std::size_t n) { return i == n / 2 ? std::nanf("") : 1.0f; }},
    {"an infinity", [](std::size_t i, std::size_t n) { return i == n / 2 ? kInfinite : 1.0f; }},
};

// The maximum, and the sum of e^(x - max); NaN where softmax is NaN everywhere.
struct Reference {
  double max;
  double sum;

  double softmax(float x) const { return std::exp(x - max) / sum; }
  // In this order: the logarithm of the sum would be lost beside a huge maximum.
  double log_softmax(float x) const { return x - max - std::log(sum); }
  double log_sum_exp() const { return max + std::log(sum); }
};

inline Reference reference_of(const float* x, std::size_t count) {
  Reference reference{-kInfinite, 0.0};
  for (std::size_t i = 0; i < count; ++i) {
    reference.max = std::fmax(reference.max, static_cast<double>(x[i]));
  }
  // A NaN, +Infinity and a maximum of -Infinity each give a NaN here.
  for (std::size_t i = 0; i < count; ++i) reference.sum += std::exp(x[i] - reference.max);
  return reference;
}

// Whether a kernel gave the softmax that is expected.
inline bool agrees(double got, double expected) {
  if (std::isnan(expected)) return std::isnan(got);
  return std::fabs(got - expected) <= 1e-6 * expected + 2e-38;
}

// The first kernel of a pass, or null.
inline const Kernel* find(const KernelList& list, const char* pass) {
  for (std::size_t k = 0; k < list.count; ++k) {
    if (std::strcmp(list.kernels[k].pass, pass) == 0) return &list.kernels[k];
  }
  return nullptr;
}

}  // namespace softmax_bench
