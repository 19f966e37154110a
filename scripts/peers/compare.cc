// Times this tool's kernels and XNNPACK's softmax operator in one process, interleaved, one call a timing.
// Cache state: x touched before each call, y moving through a ring larger than the cache given.
// XNNPACK's operator is three-pass with reloading and picks its own kernels for the CPU.
#include <xnnpack.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "clock.h"
#include "driver.h"
#include "memory.h"
#include "targets.h"

using namespace softmax_bench;

namespace {

struct Use {
  const char* pass;
  unsigned unroll, accumulators;
};

struct Contender {
  std::string name;
  PassSequence passes;  // empty for XNNPACK
  std::vector<double> ns;
};

PassFunction find(const KernelList& kernels, const Use& use) {
  for (std::size_t k = 0; k < kernels.count; ++k) {
    const Kernel& kernel = kernels.kernels[k];
    if (std::string(kernel.pass) == use.pass && kernel.unroll == use.unroll &&
        kernel.accumulators == use.accumulators && kernel.store == Store::ordinary &&
        kernel.prefetch) {
      return kernel.run;
    }
  }
  std::fprintf(stderr, "no kernel for %s\n", use.pass);
  std::exit(1);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t elementCount = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 262144;
  const std::size_t ringBytes = (argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 64) << 20;
  const int rounds = argc > 3 ? std::atoi(argv[3]) : 301;

  const CpuFeatures cpu = detect_cpu_features();
  const Clock clock = calibrate_clock(cpu);
  const std::size_t stride = (elementCount + 15) / 16 * 16;
  const std::size_t slots = 1 + ringBytes / (stride * sizeof(float));
  const Region x = allocate_region(stride * sizeof(float), Pages::standard);
  const Region y = allocate_region(slots * stride * sizeof(float), Pages::standard);
  if (x.data == nullptr || y.data == nullptr) return 1;
  float* input = static_cast<float*>(x.data);
  std::mt19937 random(1);
  std::normal_distribution<float> logits(0.0f, 4.0f);
  std::generate_n(input, elementCount, [&] { return logits(random); });

  if (xnn_initialize(nullptr) != xnn_status_success) return 1;
  xnn_operator_t op = nullptr;
  if (xnn_create_softmax_nc_f32(elementCount, stride, stride, 0, &op) != xnn_status_success) return 1;

  const struct {
    const char* name;
    std::vector<Use> uses;
  } algorithms[] = {
      {"three-pass-recompute", {{"max", 8, 4}, {"sum-exp", 12, 4}, {"scale-exp", 4, 1}}},
      {"three-pass-reload", {{"max", 8, 4}, {"store-exp", 12, 4}, {"scale-in-place", 4, 1}}},
      {"two-pass", {{"ext-sum", 12, 4}, {"ext-scale", 4, 1}}},
  };
  std::vector<Contender> contenders{{"XNNPACK softmax (reload)", {}, {}}};
  const TargetList targets = all_targets();
  for (std::size_t t = 0; t < targets.count; ++t) {
    const Target& target = targets.targets[t];
    if (!target.available(cpu) || std::string(target.name) == "scalar") continue;
    for (const auto& algorithm : algorithms) {
      Contender contender{std::string(target.name) + " " + algorithm.name, {}, {}};
      for (const Use& use : algorithm.uses) {
        contender.passes.calls[contender.passes.count++] = {find(target.kernels(), use), 8192};
      }
      contenders.push_back(contender);
    }
  }

  std::size_t position = 0;
  std::vector<std::size_t> order(contenders.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (int round = -3; round < rounds; ++round) {
    std::shuffle(order.begin(), order.end(), random);
    for (std::size_t index : order) {
      Contender& contender = contenders[index];
      double ns = 0;
      if (contender.passes.count > 0) {
        const TimedRun run{contender.passes, {input, stride, 1},
                           {static_cast<float*>(y.data), stride, slots},
                           {1, elementCount, stride}, 1, true, false};
        ns = time_passes(run, clock, &position).callNs;
      } else {
        float* output = static_cast<float*>(y.data) + position++ % slots * stride;
        if (xnn_setup_softmax_nc_f32(op, 1, input, output, nullptr) != xnn_status_success) return 1;
        for (std::size_t i = 0; i < elementCount; i += 16) {
          asm volatile("" : : "r"(*reinterpret_cast<const std::uint32_t*>(input + i)) : "memory");
        }
        const std::uint64_t begin = clock.start();
        xnn_run_operator(op, nullptr);
        ns = clock.span_ns(begin, clock.stop());
      }
      if (round >= 0) contender.ns.push_back(ns);
    }
  }

  const double peer = median(contenders[0].ns);
  std::printf("%zu elements, ring of %zu MiB, median of %d calls each, interleaved\n", elementCount,
              ringBytes >> 20, rounds);
  for (const Contender& contender : contenders) {
    const double ns = median(contender.ns);
    std::printf("%-30s %7.3f ns an element  %.2fx XNNPACK's time\n", contender.name.c_str(),
                ns / static_cast<double>(elementCount), ns / peer);
  }
  xnn_delete_operator(op);
  return 0;
}
