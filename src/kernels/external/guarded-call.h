// A call between pages without access, and between bytes that must stay as they are.
#pragma once

#include "routine.h"

namespace softmax_bench {

// What a call did beside y. `bytesBehind` is behind the begin of y, negative before it.
struct GuardedOutcome {
  bool hasMemory;
  bool isDamaged;
  long long bytesBehind;
};

// Copies x, calls, and copies y back, which held NaN before. Both copies start at a line of 64 bytes and end in front of
// a page without access, with less than a line between; x cannot be written (on Windows it can). A fault ends the
// process, as elsewhere.
GuardedOutcome call_guarded(const Routine& routine, const float* x, float* y, std::size_t elementCount);

}  // namespace softmax_bench
