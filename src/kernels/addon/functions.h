// The functions of the addon, and what they share. `src/backends/native/addon.ts` declares the same functions
// for TypeScript.
#pragma once

#include "../driver.h"
#include "../features.h"
#include "../memory.h"
#include "values.h"

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

struct Call {
  const Addon* addon;
  napi_value arguments[2];
};

// Pages as TypeScript names them.
struct NamedPages {
  const char* name;
  Pages pages;
};
inline constexpr NamedPages kNamedPages[] = {
    {"default", Pages::standard}, {"huge", Pages::huge}, {"hugetlb", Pages::hugetlb}};

// Throws a TypeError and returns false for fewer arguments than expected.
bool read_call(napi_env env, napi_callback_info info, std::size_t expected, Call* call);

// The workspace of a handle. Throws a TypeError and returns null for anything else.
Workspace* workspace_of(napi_env env, napi_value handle);

// What requests have in common; each throws what it cannot read and returns false.
bool read_pages(Reader& reader, napi_value request, Pages* pages);
bool read_passes(Reader& reader, const Addon& addon, napi_value request, PassSequence* passes);
bool read_rows(Reader& reader, napi_value request, Rows* rows);
// Whether there are rows, which do not overlap, in so many elements.
bool fits(const Rows& rows, std::size_t elementCount);
// Its rings lie in x and y, and fit them.
bool read_run(Reader& reader, const Addon& addon, napi_value request, const Region& x,
              const Region& y, TimedRun* run);

// A view of a region, which keeps the handle alive that owns it; freeing detaches the view.
napi_value view_of(napi_env env, const Region& region, napi_value handle);

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
