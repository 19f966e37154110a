// executeRoutine(), timeRoutine() and freeRoutine(): calls of what is not made of passes.
#include "routine.h"

#include <algorithm>

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

// The routine of a call's first argument, which it refuses where there is none.
RoutineHolder* read_routine(Call& call) {
  RoutineHolder* holder = call.handle<RoutineHolder>(call.arguments[0], "routine");
  if (holder != nullptr && holder->release == nullptr) call.refuse("freed routine");
  return holder;
}

// Of the elements that a call may use.
WatchedArray watched(const Ring& ring, std::size_t elementCount) {
  const float* end = slot(ring, ring.slotCount - 1) + elementCount;
  return {reinterpret_cast<const char*>(ring.base), reinterpret_cast<const char*>(end)};
}

}  // namespace

napi_value make_routine(napi_env env, const Routine& routine, void (*release)(void* self)) {
  return make_handle(env, new RoutineHolder{routine, release, 0}, collect);
}

// executeRoutine(routine, { x, y, elementCount, isGuarded }): calls it once at the start of both; `isGuarded`, on copies
// of these. Returns what was written beside y, in bytes behind its begin; null for nothing, and 'memory' where that of
// the copies cannot be had.
napi_value execute_routine(napi_env env, napi_callback_info info) {
  Call call(env, info, 2);
  const RoutineHolder* holder = read_routine(call);
  const napi_value request = call.arguments[1];
  const std::span<float> x = call.elements(request, "x");
  const std::span<float> y = call.elements(request, "y");
  const std::size_t elementCount =
      call.size(request, "elementCount", 1, std::min(x.size(), y.size()));
  const bool isGuarded = call.flag(request, "isGuarded");
  if (!call.ok) return nullptr;
  if (!isGuarded) {
    const FaultWatch watch({}, {});
    call_routine(holder->routine, x.data(), y.data());
    return null(env);
  }
  const GuardedOutcome outcome = call_guarded(holder->routine, x.data(), y.data(), elementCount);
  if (!outcome.hasMemory) return text(env, "memory");
  return outcome.isDamaged ? number(env, static_cast<double>(outcome.bytesBehind)) : null(env);
}

// timeRoutine(routine, { x, y, elementCount, batchCount, slotStrideElements, xSlotCount, ySlotCount, touchX }): ns of
// one call, in rings at the start of x and y.
napi_value time_routine_calls(napi_env env, napi_callback_info info) {
  Call call(env, info, 2);
  RoutineHolder* holder = read_routine(call);
  const napi_value request = call.arguments[1];
  RoutineRun run{};
  run.x = read_ring(call, request, "xSlotCount", call.elements(request, "x"));
  run.y = read_ring(call, request, "ySlotCount", call.elements(request, "y"));
  run.elementCount = call.size(request, "elementCount", 1, run.x.strideElements);
  run.batchCount = call.size(request, "batchCount", 1);
  run.touchX = call.flag(request, "touchX");
  if (!call.ok) return nullptr;
  run.routine = holder->routine;
  const FaultWatch watch(watched(run.x, run.elementCount), watched(run.y, run.elementCount));
  return number(env, time_routine(run, call.addon->clock, &holder->position));
}

// reportFaults({ descriptor }): what is to be told of a fault in a routine goes there.
napi_value report_faults(napi_env env, napi_callback_info info) {
  Call call(env, info, 1);
  const std::size_t descriptor = call.size(call.arguments[0], "descriptor");
  if (call.ok) report_faults_to(static_cast<int>(descriptor));
  return nullptr;
}

// freeRoutine(routine): returns what it holds now, not at some collection.
napi_value free_routine(napi_env env, napi_callback_info info) {
  Call call(env, info, 1);
  RoutineHolder* holder = read_routine(call);
  if (call.ok) release_once(holder);
  return nullptr;
}

}  // namespace softmax_bench
