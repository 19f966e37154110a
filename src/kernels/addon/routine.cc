// executeRoutine(), timeRoutine() and freeRoutine(): calls of what is not made of passes.
#include "routine.h"

#include "../external/fault-watch.h"
#include "../external/guarded-call.h"

namespace softmax_bench {
namespace {

// What a handle of JavaScript leads to. Freed when `release` is null.
struct RoutineHolder {
  Routine routine;
  void (*release)(void* self);
  std::size_t position;
};

void release_once(RoutineHolder* holder) {
  if (holder->release != nullptr) holder->release(holder->routine.self);
  holder->release = nullptr;
}

void collect(napi_env, void* data, void*) {
  RoutineHolder* holder = static_cast<RoutineHolder*>(data);
  release_once(holder);
  delete holder;
}

// The routine of a call's first argument; throws and returns null where there is none.
RoutineHolder* read_routine(napi_env env, napi_callback_info info, std::size_t argumentCount,
                            Call* call) {
  if (!read_call(env, info, argumentCount, call)) return nullptr;
  void* data = nullptr;
  RoutineHolder* holder = nullptr;
  if (napi_get_value_external(env, call->arguments[0], &data) == napi_ok) {
    holder = static_cast<RoutineHolder*>(data);
  }
  if (holder != nullptr && holder->release != nullptr) return holder;
  napi_throw_type_error(env, nullptr, holder == nullptr ? "no routine" : "the routine is freed");
  return nullptr;
}

// Of the elements that a call may use.
WatchedArray watched(const Ring& ring, std::size_t elementCount) {
  const float* end = slot(ring, ring.slotCount - 1) + elementCount;
  return {reinterpret_cast<const char*>(ring.base), reinterpret_cast<const char*>(end)};
}

bool fits(const Ring& ring, std::size_t length, std::size_t elementCount) {
  return ring.slotCount > 0 && elementCount > 0 && elementCount <= ring.strideElements &&
         ring.slotCount <= length / ring.strideElements;
}

}  // namespace

napi_value make_routine(napi_env env, const Routine& routine, void (*release)(void* self)) {
  napi_value handle = nullptr;
  SB_CHECK(napi_create_external(env, new RoutineHolder{routine, release, 0}, collect, nullptr,
                                &handle));
  return handle;
}

// executeRoutine(routine, { x, y, elementCount, isGuarded }): calls it once at the start of both; `isGuarded`, on copies
// of these. Returns what was written beside y, in bytes behind its begin; null for nothing, and 'memory' where that of
// the copies cannot be had.
napi_value execute_routine(napi_env env, napi_callback_info info) {
  Call call;
  RoutineHolder* holder = read_routine(env, info, 2, &call);
  if (holder == nullptr) return nullptr;
  Reader reader{env};
  std::size_t xLength = 0;
  std::size_t yLength = 0;
  const float* x = reader.elements(call.arguments[1], "x", &xLength);
  float* y = reader.elements(call.arguments[1], "y", &yLength);
  const std::size_t elementCount = reader.size(call.arguments[1], "elementCount");
  const bool isGuarded = reader.flag(call.arguments[1], "isGuarded");
  if (!reader.ok) return nullptr;
  if (elementCount == 0 || elementCount > xLength || elementCount > yLength) {
    napi_throw_range_error(env, nullptr, "the call does not fit x and y");
    return nullptr;
  }
  if (!isGuarded) {
    const FaultWatch watch({}, {});
    call_routine(holder->routine, x, y);
    return null(env);
  }
  const GuardedOutcome outcome = call_guarded(holder->routine, x, y, elementCount);
  if (!outcome.hasMemory) return text(env, "memory");
  return outcome.isDamaged ? number(env, static_cast<double>(outcome.bytesBehind)) : null(env);
}

// timeRoutine(routine, { x, y, elementCount, batchCount, slotStrideElements, xSlotCount, ySlotCount, touchX }): ns of
// one call, in rings at the start of x and y.
napi_value time_routine_calls(napi_env env, napi_callback_info info) {
  Call call;
  RoutineHolder* holder = read_routine(env, info, 2, &call);
  if (holder == nullptr) return nullptr;
  const napi_value request = call.arguments[1];
  Reader reader{env};
  std::size_t xLength = 0;
  std::size_t yLength = 0;
  float* x = reader.elements(request, "x", &xLength);
  float* y = reader.elements(request, "y", &yLength);
  const std::size_t stride = reader.size(request, "slotStrideElements");
  RoutineRun run{};
  run.routine = holder->routine;
  run.x = {x, stride, reader.size(request, "xSlotCount")};
  run.y = {y, stride, reader.size(request, "ySlotCount")};
  run.elementCount = reader.size(request, "elementCount");
  run.batchCount = reader.size(request, "batchCount");
  run.touchX = reader.flag(request, "touchX");
  if (!reader.ok) return nullptr;
  if (run.batchCount == 0 || !fits(run.x, xLength, run.elementCount) ||
      !fits(run.y, yLength, run.elementCount)) {
    napi_throw_range_error(env, nullptr, "the request does not fit x and y");
    return nullptr;
  }
  const FaultWatch watch(watched(run.x, run.elementCount), watched(run.y, run.elementCount));
  return number(env, time_routine(run, call.addon->clock, &holder->position));
}

// reportFaults({ descriptor }): what is to be told of a fault in a routine goes there.
napi_value report_faults(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  const std::size_t descriptor = reader.size(call.arguments[0], "descriptor");
  if (reader.ok) report_faults_to(static_cast<int>(descriptor));
  return nullptr;
}

// freeRoutine(routine): returns what it holds now, not at some collection.
napi_value free_routine(napi_env env, napi_callback_info info) {
  Call call;
  RoutineHolder* holder = read_routine(env, info, 1, &call);
  if (holder != nullptr) release_once(holder);
  return nullptr;
}

}  // namespace softmax_bench
