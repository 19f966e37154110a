#include "guarded-call.h"

#include "../memory.h"
#include "fault-watch.h"

#if !defined(_WIN32)
#include <sys/mman.h>
#endif

namespace softmax_bench {
namespace {

constexpr std::size_t kLineBytes = 64;
constexpr unsigned char kUntouched = 0xA5;
// So much is looked at before y.
constexpr std::size_t kFrontBytes = 65536;

// At the end of its region, which a page without access follows.
struct GuardedArray {
  explicit GuardedArray(std::size_t elementCount)
      : bytes(elementCount * sizeof(float)), region(map_region(bytes + kFrontBytes, Pages::standard)) {
    const std::size_t taken = (bytes + kLineBytes - 1) / kLineBytes * kLineBytes;
    // As far as there are guards a region ends with a page.
    const std::size_t whole = region.bytes / kLineBytes * kLineBytes;
    begin = static_cast<char*>(region.data) + whole - taken;
  }
  ~GuardedArray() { free_region(region); }
  GuardedArray(const GuardedArray&) = delete;
  GuardedArray& operator=(const GuardedArray&) = delete;

  char* end() const { return begin + bytes; }
  char* region_end() const { return static_cast<char*>(region.data) + region.bytes; }
  WatchedArray watched() const { return {begin, end()}; }

  std::size_t bytes;
  Region region;
  char* begin;
};

// The first byte that is not as it was; `end` where all are.
const char* first_touched(const char* begin, const char* end) {
  while (begin < end && static_cast<unsigned char>(*begin) == kUntouched) ++begin;
  return begin;
}

void forbid_writing(const Region& region) {
#if !defined(_WIN32)
  mprotect(region.data, region.bytes, PROT_READ);
#else
  (void)region;
#endif
}

}  // namespace

GuardedOutcome call_guarded(const Routine& routine, const float* x, float* y,
                            std::size_t elementCount) {
  const GuardedArray ownX(elementCount);
  const GuardedArray ownY(elementCount);
  if (ownX.region.data == nullptr || ownY.region.data == nullptr) return {};
  __builtin_memcpy(ownX.begin, x, ownX.bytes);
  forbid_writing(ownX.region);
  char* front = ownY.begin - kFrontBytes < ownY.region.data ? static_cast<char*>(ownY.region.data)
                                                           : ownY.begin - kFrontBytes;
  __builtin_memset(front, kUntouched, static_cast<std::size_t>(ownY.region_end() - front));
  float* output = reinterpret_cast<float*>(ownY.begin);
  for (std::size_t i = 0; i < elementCount; ++i) output[i] = __builtin_nanf("");
  {
    const FaultWatch watch(ownX.watched(), ownY.watched());
    call_routine(routine, reinterpret_cast<const float*>(ownX.begin), output);
  }
  __builtin_memcpy(y, ownY.begin, ownY.bytes);
  const char* before = first_touched(front, ownY.begin);
  const char* behind = first_touched(ownY.end(), ownY.region_end());
  const char* touched = before < ownY.begin ? before : behind;
  return {true, touched < ownY.region_end(), touched - ownY.begin};
}

}  // namespace softmax_bench
