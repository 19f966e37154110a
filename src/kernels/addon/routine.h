// Routines as JavaScript holds them. Whoever makes one calls `make_routine`; what is done with it is in routine.cc.
#pragma once

#include "../external/routine.h"
#include "functions.h"

namespace softmax_bench {

// The handle of a routine. `release` is called once with `self`, by freeRoutine() or when the handle is collected.
napi_value make_routine(napi_env env, const Routine& routine, void (*release)(void* self));

// What happens to a shared object with its handle: it is never closed, as code of it may run in threads that it started,
// or when the process ends.
inline void keep(napi_env, void*, void*) {}

}  // namespace softmax_bench
