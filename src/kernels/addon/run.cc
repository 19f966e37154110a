// execute() and time(): passes over arrays.
#include "functions.h"

namespace softmax_bench {
namespace {

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

// execute({ target, passes, x, y, rows, columns, rowStrideElements }): runs the passes once over all rows, which lie in
// x and in y. Returns ln of the sum of e^x that they left in the last one.
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
  Rows rows;
  if (!reader.ok || !read_rows(reader, call.arguments[0], &rows)) return nullptr;
  if (!fits(rows, xLength < yLength ? xLength : yLength)) {
    napi_throw_range_error(env, nullptr, "the rows do not fit x and y");
    return nullptr;
  }
  return number(env, execute(passes, x, y, rows));
}

// time(handle, request): durations in nanoseconds.
napi_value time_request(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 2, &call)) return nullptr;
  Workspace* workspace = workspace_of(env, call.arguments[0]);
  if (workspace == nullptr) return nullptr;
  Reader reader{env};
  TimedRun run;
  if (!read_run(reader, *call.addon, call.arguments[1], workspace->x, workspace->y, &run)) return nullptr;
  return durations_of(env, run, time_passes(run, call.addon->clock, &workspace->position));
}

}  // namespace softmax_bench
