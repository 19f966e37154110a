// The Node-API shim: argument checking and conversion, nothing else. `src/backends/native/addon.ts`
// declares the same functions for TypeScript.
#include <node_api.h>

#include "clock.h"
#include "core-clock.h"
#include "driver.h"
#include "features.h"
#include "memory.h"
#include "targets.h"

namespace softmax_bench {
namespace {

constexpr std::size_t kMaxArguments = 2;

struct Addon {
  CpuFeatures features;
  Clock clock;
};

// Two regions, and the call counter that moves the rings.
struct Workspace {
  Region x;
  Region y;
  std::size_t position;
};

// After a failed Node-API call an exception is pending; returning null lets JavaScript see it.
#define SB_CHECK(call)              \
  do {                              \
    if ((call) != napi_ok) return fail(env, #call); \
  } while (0)

napi_value fail(napi_env env, const char* what) {
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending) napi_throw_error(env, nullptr, what);
  return nullptr;
}

napi_value set(napi_env env, napi_value object, const char* name, napi_value value) {
  napi_set_named_property(env, object, name, value);
  return object;
}

napi_value number(napi_env env, double value) {
  napi_value result = nullptr;
  napi_create_double(env, value, &result);
  return result;
}

napi_value text(napi_env env, const char* value) {
  napi_value result = nullptr;
  napi_create_string_utf8(env, value, NAPI_AUTO_LENGTH, &result);
  return result;
}

napi_value null(napi_env env) {
  napi_value result = nullptr;
  napi_get_null(env, &result);
  return result;
}

napi_value boolean(napi_env env, bool value) {
  napi_value result = nullptr;
  napi_get_boolean(env, value, &result);
  return result;
}

napi_value object(napi_env env) {
  napi_value result = nullptr;
  napi_create_object(env, &result);
  return result;
}

napi_value array(napi_env env) {
  napi_value result = nullptr;
  napi_create_array(env, &result);
  return result;
}

void push(napi_env env, napi_value list, napi_value value) {
  std::uint32_t length = 0;
  napi_get_array_length(env, list, &length);
  napi_set_element(env, list, length, value);
}

// Reading of arguments. A wrong type throws and makes `ok` false; the TypeScript side never does that.
struct Reader {
  napi_env env;
  bool ok = true;

  napi_value property(napi_value object, const char* name) {
    napi_value value = nullptr;
    if (napi_get_named_property(env, object, name, &value) != napi_ok) ok = false;
    return value;
  }

  std::size_t size(napi_value object, const char* name) {
    std::int64_t value = 0;
    if (napi_get_value_int64(env, property(object, name), &value) != napi_ok || value < 0) {
      if (ok) napi_throw_type_error(env, nullptr, name);
      ok = false;
      return 0;
    }
    return static_cast<std::size_t>(value);
  }

  bool flag(napi_value object, const char* name) {
    bool value = false;
    if (napi_get_value_bool(env, property(object, name), &value) != napi_ok) {
      if (ok) napi_throw_type_error(env, nullptr, name);
      ok = false;
    }
    return value;
  }
};

const char* store_name(Store store) {
  switch (store) {
    case Store::ordinary:
      return "ordinary";
    case Store::streaming:
      return "streaming";
    case Store::library:
      return "library";
  }
  return "";
}

const Kernel* find_kernel(const CpuFeatures& features, std::size_t target, std::size_t kernel) {
  const TargetList targets = all_targets();
  if (target >= targets.count || !targets.targets[target].available(features)) return nullptr;
  const KernelList kernels = targets.targets[target].kernels();
  return kernel < kernels.count ? &kernels.kernels[kernel] : nullptr;
}

// { target, passes: [{ kernel, prefetchBytes }] }, both indices into what describe() lists. A kernel whose
// instructions this CPU lacks is refused here, so none is ever reached.
bool read_passes(Reader& reader, const Addon& addon, napi_value request, PassSequence* passes) {
  const std::size_t target = reader.size(request, "target");
  const napi_value list = reader.property(request, "passes");
  std::uint32_t count = 0;
  if (!reader.ok || napi_get_array_length(reader.env, list, &count) != napi_ok || count == 0 ||
      count > kMaxPasses) {
    if (reader.ok) napi_throw_range_error(reader.env, nullptr, "passes");
    return reader.ok = false;
  }
  passes->count = count;
  for (std::uint32_t p = 0; p < count; ++p) {
    napi_value entry = nullptr;
    napi_get_element(reader.env, list, p, &entry);
    const Kernel* kernel = find_kernel(addon.features, target, reader.size(entry, "kernel"));
    passes->calls[p].prefetchBytes = reader.size(entry, "prefetchBytes");
    if (!reader.ok) return false;
    if (kernel == nullptr) {
      napi_throw_range_error(reader.env, nullptr, "no such kernel on this CPU");
      return reader.ok = false;
    }
    passes->calls[p].run = kernel->run;
  }
  return true;
}

struct Call {
  Addon* addon;
  napi_value arguments[kMaxArguments];
};

bool read_call(napi_env env, napi_callback_info info, std::size_t expected, Call* call) {
  std::size_t count = kMaxArguments;
  if (napi_get_cb_info(env, info, &count, call->arguments, nullptr, nullptr) != napi_ok ||
      count < expected) {
    napi_throw_type_error(env, nullptr, "too few arguments");
    return false;
  }
  void* data = nullptr;
  napi_get_instance_data(env, &data);
  call->addon = static_cast<Addon*>(data);
  return true;
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

// describe(): vendor, family, features, clock, and every target with its kernels.
napi_value describe(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 0, &call)) return nullptr;
  const CpuFeatures& cpu = call.addon->features;
  const Clock& clock = call.addon->clock;

  const napi_value features = array(env);
  const struct {
    const char* name;
    bool present;
  } flags[] = {{"avx", cpu.avx},
               {"fma", cpu.fma},
               {"avx2", cpu.avx2},
               {"avx512f", cpu.avx512f},
               {"neon", cpu.neon}};
  for (const auto& flag : flags) {
    if (flag.present) push(env, features, text(env, flag.name));
  }

  const napi_value clockInfo = object(env);
  set(env, clockInfo, "source", text(env, clock.source));
  set(env, clockInfo, "frequencyHz", number(env, 1e9 / clock.nsPerTick));
  set(env, clockInfo, "overheadNs", number(env, clock.overheadNs));

  const napi_value targets = array(env);
  const TargetList list = all_targets();
  for (std::size_t t = 0; t < list.count; ++t) {
    push(env, targets, describe_target(env, list.targets[t], cpu));
  }

  const napi_value result = object(env);
  set(env, result, "vendor", text(env, cpu.vendor));
  set(env, result, "family", number(env, cpu.family));
  set(env, result, "features", features);
  set(env, result, "pageSizeBytes", number(env, static_cast<double>(page_bytes())));
  set(env, result, "clock", clockInfo);
  return set(env, result, "targets", targets);
}

// coreClockHz(): see core-clock.h.
napi_value core_clock(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 0, &call)) return nullptr;
  return number(env, core_clock_hz(call.addon->clock));
}

void release(napi_env, void* data, void*) {
  Workspace* workspace = static_cast<Workspace*>(data);
  free_region(workspace->x);
  free_region(workspace->y);
  delete workspace;
}

// A view of a region does not own it, so it keeps the handle alive that does; freeing detaches it.
napi_value view_of(napi_env env, const Region& region, napi_value handle) {
  napi_value result = nullptr;
  if (napi_create_external_arraybuffer(env, region.data, region.bytes, nullptr, nullptr, &result) !=
      napi_ok) {
    return nullptr;
  }
  return set(env, result, "owner", handle);
}

// allocate({ xBytes, yBytes, hugePages }): { handle, x, y }, or null when the memory is not to be had.
napi_value allocate(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  const std::size_t xBytes = reader.size(call.arguments[0], "xBytes");
  const std::size_t yBytes = reader.size(call.arguments[0], "yBytes");
  const bool hugePages = reader.flag(call.arguments[0], "hugePages");
  if (!reader.ok) return nullptr;

  Workspace* workspace = new Workspace{
      allocate_region(xBytes, hugePages), allocate_region(yBytes, hugePages), 0};
  if (workspace->x.data == nullptr || workspace->y.data == nullptr) {
    release(env, workspace, nullptr);
    return null(env);
  }
  napi_value handle = nullptr;
  SB_CHECK(napi_create_external(env, workspace, release, nullptr, &handle));
  const napi_value result = object(env);
  set(env, result, "handle", handle);
  set(env, result, "x", view_of(env, workspace->x, handle));
  return set(env, result, "y", view_of(env, workspace->y, handle));
}

Workspace* workspace_of(napi_env env, napi_value handle) {
  void* data = nullptr;
  if (napi_get_value_external(env, handle, &data) != napi_ok) {
    napi_throw_type_error(env, nullptr, "no workspace");
    return nullptr;
  }
  return static_cast<Workspace*>(data);
}

// free({ handle, x, y }): detaches the views and gives the memory back at once, not at some collection.
napi_value free_workspace(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  Workspace* workspace = workspace_of(env, reader.property(call.arguments[0], "handle"));
  if (workspace == nullptr) return nullptr;
  SB_CHECK(napi_detach_arraybuffer(env, reader.property(call.arguments[0], "x")));
  SB_CHECK(napi_detach_arraybuffer(env, reader.property(call.arguments[0], "y")));
  free_region(workspace->x);
  free_region(workspace->y);
  workspace->x = workspace->y = Region{nullptr, 0};
  return nullptr;
}

// A Float32Array's memory, at whatever offset the view has, and its length.
float* elements_of(Reader& reader, napi_value object, const char* name, std::size_t* length) {
  napi_typedarray_type type;
  void* data = nullptr;
  if (napi_get_typedarray_info(reader.env, reader.property(object, name), &type, length, &data,
                               nullptr, nullptr) != napi_ok ||
      type != napi_float32_array) {
    if (reader.ok) napi_throw_type_error(reader.env, nullptr, name);
    reader.ok = false;
    return nullptr;
  }
  return static_cast<float*>(data);
}

// execute({ target, passes, x, y }): runs the passes once over all of x; y is at least as long.
napi_value execute_passes(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  PassSequence passes;
  if (!read_passes(reader, *call.addon, call.arguments[0], &passes)) return nullptr;
  std::size_t xLength = 0;
  std::size_t yLength = 0;
  const float* x = elements_of(reader, call.arguments[0], "x", &xLength);
  float* y = elements_of(reader, call.arguments[0], "y", &yLength);
  if (!reader.ok) return nullptr;
  if (xLength == 0 || yLength < xLength) {
    napi_throw_range_error(env, nullptr, "x is empty or y is shorter than x");
    return nullptr;
  }
  execute(passes, x, y, xLength);
  return nullptr;
}

bool fits(const Region& region, const Ring& ring, std::size_t elementCount) {
  return ring.slotCount > 0 && elementCount > 0 && elementCount <= ring.strideElements &&
         ring.slotCount <= region.bytes / sizeof(float) / ring.strideElements;
}

// time(handle, request): Float64Array of the call's duration, then of each pass if asked for.
napi_value time_request(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 2, &call)) return nullptr;
  Workspace* workspace = workspace_of(env, call.arguments[0]);
  if (workspace == nullptr) return nullptr;
  const napi_value request = call.arguments[1];
  Reader reader{env};
  TimedRun run;
  if (!read_passes(reader, *call.addon, request, &run.passes)) return nullptr;
  const std::size_t stride = reader.size(request, "slotStrideElements");
  run.x = {static_cast<float*>(workspace->x.data), stride, reader.size(request, "xSlotCount")};
  run.y = {static_cast<float*>(workspace->y.data), stride, reader.size(request, "ySlotCount")};
  run.elementCount = reader.size(request, "elementCount");
  run.batchCount = reader.size(request, "batchCount");
  run.touchX = reader.flag(request, "touchX");
  run.perPass = reader.flag(request, "perPass");
  if (!reader.ok) return nullptr;
  if (run.batchCount == 0 || !fits(workspace->x, run.x, run.elementCount) ||
      !fits(workspace->y, run.y, run.elementCount)) {
    napi_throw_range_error(env, nullptr, "the request does not fit the workspace");
    return nullptr;
  }

  const TimedDurations durations = time_passes(run, call.addon->clock, &workspace->position);
  const std::size_t count = run.perPass ? 1 + run.passes.count : 1;
  void* data = nullptr;
  napi_value buffer = nullptr;
  napi_value result = nullptr;
  SB_CHECK(napi_create_arraybuffer(env, count * sizeof(double), &data, &buffer));
  double* values = static_cast<double*>(data);
  values[0] = durations.callNs;
  for (std::size_t p = 1; p < count; ++p) values[p] = durations.passNs[p - 1];
  SB_CHECK(napi_create_typedarray(env, napi_float64_array, count, buffer, 0, &result));
  return result;
}

napi_value initialise(napi_env env, napi_value exports) {
  const CpuFeatures features = detect_cpu_features();
  Addon* addon = new Addon{features, calibrate_clock(features)};
  SB_CHECK(napi_set_instance_data(
      env, addon, [](napi_env, void* data, void*) { delete static_cast<Addon*>(data); }, nullptr));
  const struct {
    const char* name;
    napi_callback function;
  } functions[] = {{"describe", describe},
                   {"coreClockHz", core_clock},
                   {"allocate", allocate},
                   {"free", free_workspace},
                   {"execute", execute_passes},
                   {"time", time_request}};
  for (const auto& entry : functions) {
    napi_value function = nullptr;
    SB_CHECK(napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.function, nullptr,
                                  &function));
    set(env, exports, entry.name, function);
  }
  return exports;
}

}  // namespace
}  // namespace softmax_bench

NAPI_MODULE_INIT() { return softmax_bench::initialise(env, exports); }
