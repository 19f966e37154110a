// execute() and time(): passes over arrays.
#include "../driver.h"
#include "../targets.h"
#include "functions.h"

namespace softmax_bench {
namespace {

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

bool fits(const Region& region, const Ring& ring, std::size_t elementCount) {
  return ring.slotCount > 0 && elementCount > 0 && elementCount <= ring.strideElements &&
         ring.slotCount <= region.bytes / sizeof(float) / ring.strideElements;
}

// Float64Array of the call's duration, then of each pass where `run` has them.
napi_value durations_of(napi_env env, const TimedRun& run, const TimedDurations& durations) {
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

}  // namespace

// execute({ target, passes, x, y }): runs the passes once over all of x; y is at least as long. Returns ln of the
// sum of e^x that they left.
napi_value execute_request(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  PassSequence passes;
  if (!read_passes(reader, *call.addon, call.arguments[0], &passes)) return nullptr;
  std::size_t xLength = 0;
  std::size_t yLength = 0;
  const float* x = reader.elements(call.arguments[0], "x", &xLength);
  float* y = reader.elements(call.arguments[0], "y", &yLength);
  if (!reader.ok) return nullptr;
  if (xLength == 0 || yLength < xLength) {
    napi_throw_range_error(env, nullptr, "x is empty or y is shorter than x");
    return nullptr;
  }
  return number(env, execute(passes, x, y, xLength));
}

// time(handle, request): durations in nanoseconds.
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
  return durations_of(env, run, time_passes(run, call.addon->clock, &workspace->position));
}

}  // namespace softmax_bench
