// describe() and coreClockHz(): what the addon contains and where it runs.
#include "../core-clock.h"
#include "../targets.h"
#include "functions.h"

namespace softmax_bench {
namespace {

const char* store_name(Store store) {
  switch (store) {
    case Store::ordinary:
      return "ordinary";
    case Store::nonTemporal:
      return "non-temporal";
    case Store::library:
      return "library";
  }
  return "";
}

napi_value describe_kernel(napi_env env, const Kernel& kernel) {
  const napi_value entry = object(env);
  set(env, entry, "pass", text(env, kernel.pass));
  set(env, entry, "unroll", number(env, kernel.unroll));
  set(env, entry, "accumulators", number(env, kernel.accumulators));
  set(env, entry, "store", text(env, store_name(kernel.store)));
  set(env, entry, "prefetch", boolean(env, kernel.prefetch));
  set(env, entry, "vectorBits",
      kernel.vectorBits == 0 ? null(env) : number(env, kernel.vectorBits));
  return entry;
}

napi_value describe_target(napi_env env, const Target& target, const CpuFeatures& features) {
  const napi_value entry = object(env);
  set(env, entry, "name", text(env, target.name));
  set(env, entry, "requirement", text(env, target.requirement));
  set(env, entry, "available", boolean(env, target.available(features)));
  const napi_value kernels = array(env);
  const KernelList list = target.kernels();
  for (std::size_t k = 0; k < list.count; ++k) {
    push(env, kernels, describe_kernel(env, list.kernels[k]));
  }
  return set(env, entry, "kernels", kernels);
}

napi_value describe_features(napi_env env, const CpuFeatures& cpu) {
  const napi_value features = array(env);
  const struct {
    const char* name;
    bool isPresent;
  } flags[] = {{"avx", cpu.avx},
               {"fma", cpu.fma},
               {"avx2", cpu.avx2},
               {"avx512f", cpu.avx512f},
               {"neon", cpu.neon}};
  for (const auto& flag : flags) {
    if (flag.isPresent) push(env, features, text(env, flag.name));
  }
  return features;
}

napi_value describe_clock(napi_env env, const Clock& clock) {
  const napi_value entry = object(env);
  set(env, entry, "source", text(env, clock.source));
  set(env, entry, "frequencyHz", number(env, 1e9 / clock.nsPerTick));
  return set(env, entry, "overheadNs", number(env, clock.overheadNs));
}

}  // namespace

napi_value describe(napi_env env, napi_callback_info info) {
  const Call call(env, info, 0);
  const CpuFeatures& cpu = call.addon->features;

  const napi_value pages = array(env);
  for (const Named<Pages>& named : kPages) {
    if (has_pages(named.value)) push(env, pages, text(env, named.name));
  }
  const napi_value targets = array(env);
  const TargetList list = all_targets();
  for (std::size_t t = 0; t < list.count; ++t) {
    push(env, targets, describe_target(env, list.targets[t], cpu));
  }

  const napi_value result = object(env);
  set(env, result, "vendor", text(env, cpu.vendor));
  set(env, result, "hypervisor", text(env, cpu.hypervisor));
  set(env, result, "family", number(env, cpu.family));
  set(env, result, "model", number(env, cpu.model));
  set(env, result, "features", describe_features(env, cpu));
  set(env, result, "pages", pages);
  set(env, result, "clock", describe_clock(env, call.addon->clock));
  return set(env, result, "targets", targets);
}

napi_value core_clock(napi_env env, napi_callback_info info) {
  const Call call(env, info, 0);
  return number(env, core_clock_hz(call.addon->clock));
}

}  // namespace softmax_bench
