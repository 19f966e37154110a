// The Node-API module: argument checking and conversion, nothing else.
#include "functions.h"

namespace softmax_bench {

namespace {

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
                   {"execute", execute_request},
                   {"time", time_request},
                   {"allocateTeam", allocate_team},
                   {"freeTeam", free_team},
                   {"executeInTeam", execute_in_team},
                   {"timeInTeam", time_in_team},
                   {"barrierNs", barrier_ns},
                   {"spreadX", spread_x},
                   {"clearY", clear_y},
                   {"differingThread", differing_thread},
                   {"executeRoutine", execute_routine},
                   {"timeRoutine", time_routine_calls},
                   {"reportFaults", report_faults},
                   {"freeRoutine", free_routine},
                   {"openKernel", open_kernel},
                   {"kernelRoutine", kernel_routine},
                   {"openLibrary", open_library},
                   {"libraryRoutine", library_routine}};
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
