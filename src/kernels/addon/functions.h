// The functions of the addon, and what they share. `src/backends/native/addon.ts` declares the same functions
// for TypeScript.
#pragma once

#include "../driver.h"
#include "../features.h"
#include "../memory.h"
#include "call.h"

namespace softmax_bench {

// What is found once, when the addon is loaded.
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

inline constexpr Named<Pages> kPages[] = {
    {"default", Pages::standard}, {"huge", Pages::huge}, {"hugetlb", Pages::hugetlb}};

// What requests have in common. Each refuses what does not fit and returns `ok` then.
bool read_passes(Call& call, napi_value request, PassSequence* passes);
// Rows that do not overlap, in so many elements.
bool read_rows(Call& call, napi_value request, std::size_t elementCount, Rows* rows);
// Its rings lie in x and y, and the rows in their slots.
bool read_run(Call& call, napi_value request, const Region& x, const Region& y, TimedRun* run);
// Slots that lie in the elements; their number is the property of that name.
Ring read_ring(Call& call, napi_value request, const char* slotCountName, std::span<float> elements);

std::span<float> elements_of(const Region& region);

// { handle, pageSizeBytes, hugePageBytes, x, y } of the memory that a handle owns. The views keep the handle alive, and
// fewer than 0 bytes are unknown.
napi_value describe_memory(napi_env env, napi_value handle, const Region& x, const Region& y,
                           std::int64_t hugePageBytes);
// Makes the views of what that returned empty.
bool detach_views(Call& call, napi_value memory);

napi_value describe(napi_env env, napi_callback_info info);
napi_value core_clock(napi_env env, napi_callback_info info);
napi_value allocate(napi_env env, napi_callback_info info);
napi_value free_workspace(napi_env env, napi_callback_info info);
napi_value execute_request(napi_env env, napi_callback_info info);
napi_value time_request(napi_env env, napi_callback_info info);
napi_value allocate_team(napi_env env, napi_callback_info info);
napi_value free_team(napi_env env, napi_callback_info info);
napi_value execute_in_team(napi_env env, napi_callback_info info);
napi_value time_in_team(napi_env env, napi_callback_info info);
napi_value barrier_ns(napi_env env, napi_callback_info info);
napi_value spread_x(napi_env env, napi_callback_info info);
napi_value clear_y(napi_env env, napi_callback_info info);
napi_value differing_thread(napi_env env, napi_callback_info info);
napi_value execute_routine(napi_env env, napi_callback_info info);
napi_value time_routine_calls(napi_env env, napi_callback_info info);
napi_value report_faults(napi_env env, napi_callback_info info);
napi_value free_routine(napi_env env, napi_callback_info info);
napi_value open_kernel(napi_env env, napi_callback_info info);
napi_value kernel_routine(napi_env env, napi_callback_info info);
napi_value open_library(napi_env env, napi_callback_info info);
napi_value library_routine(napi_env env, napi_callback_info info);

}  // namespace softmax_bench
