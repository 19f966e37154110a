// execute() and time(): passes over arrays.
#include <algorithm>

#include "functions.h"

namespace softmax_bench {

// execute({ target, passes, x, y, rows, columns, rowStrideElements }): runs the passes once over all rows, which lie in
// x and in y. Returns ln of the sum of e^x that they left in the last one.
napi_value execute_request(napi_env env, napi_callback_info info) {
  Call call(env, info, 1);
  const napi_value request = call.arguments[0];
  const std::span<float> x = call.elements(request, "x");
  const std::span<float> y = call.elements(request, "y");
  PassSequence passes;
  Rows rows;
  if (!read_passes(call, request, &passes)) return nullptr;
  if (!read_rows(call, request, std::min(x.size(), y.size()), &rows)) return nullptr;
  return number(env, execute(passes, x.data(), y.data(), rows));
}

// time(handle, request): Float64Array of the call's duration in ns, then of each pass with perPass.
napi_value time_request(napi_env env, napi_callback_info info) {
  Call call(env, info, 2);
  Workspace* workspace = call.handle<Workspace>(call.arguments[0], "workspace");
  TimedRun run;
  if (!call.ok || !read_run(call, call.arguments[1], workspace->x, workspace->y, &run)) return nullptr;
  const std::size_t passCount = run.perPass ? run.passes.count : 0;
  double* values = nullptr;
  const napi_value result = float64_array(env, 1 + passCount, &values);
  if (result == nullptr) return nullptr;
  const TimedDurations durations = time_passes(run, call.addon->clock, &workspace->position);
  values[0] = durations.callNs;
  std::copy_n(durations.passNs, passCount, values + 1);
  return result;
}

}  // namespace softmax_bench
