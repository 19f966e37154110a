// What a WebAssembly module exports: its kernels, and the timed loop around them. One module is compiled
// for each target; `src/backends/wasm/instance.ts` is the other side and knows these layouts. The memory is
// imported: modules of both targets share it, one after the other, and the arrays lie behind their data.
#include "../driver.h"

#if defined(__wasm_relaxed_simd__)
#define SB_WASM_RELAXED true
#else
#define SB_WASM_RELAXED false
#endif

#include "../isa/wasm128.h"

#include "../table.h"

namespace softmax_bench {

__attribute__((import_module("env"), import_name("nowNs"))) double imported_now_ns();

std::uint64_t monotonic_ns() { return static_cast<std::uint64_t>(imported_now_ns()); }

namespace {

constexpr KernelTable kTable = make_table<Wasm128<SB_WASM_RELAXED>>();
constexpr KernelList kList = {kTable.kernels, kTable.count};

Clock clock_of_module = {"performance.now", false, 1.0, 0.0};

constexpr std::size_t kPairCount = 2001;

// After so many readings the engine has compiled what it compiles late: its clock, and the way out to it.
constexpr std::size_t kWarmUpCount = 10000;

double median(double* values, std::size_t count) {
  for (std::size_t i = 1; i < count; ++i) {
    const double value = values[i];
    std::size_t place = i;
    for (; place > 0 && values[place - 1] > value; --place) values[place] = values[place - 1];
    values[place] = value;
  }
  return values[count / 2];
}

// All fields of 32 bits, in this order. Addresses are byte offsets in the module's memory.
struct Request {
  std::uint32_t passCount;
  std::uint32_t kernels[kMaxPasses];  // indices in the list
  std::uint32_t x;
  std::uint32_t y;
  std::uint32_t rows;
  std::uint32_t columns;
  std::uint32_t rowStrideElements;
  std::uint32_t batchCount;
  std::uint32_t slotStrideElements;
  std::uint32_t xSlotCount;
  std::uint32_t ySlotCount;
  std::uint32_t touchX;
  std::uint32_t perPass;
};

static_assert(kMaxPasses == 8 && offsetof(Request, x) == 4 * (1 + kMaxPasses));
static_assert(offsetof(Request, perPass) == 4 * (11 + kMaxPasses));
static_assert(offsetof(TimedDurations, passNs) == 8);

Request request;
TimedDurations durations;
std::size_t position = 0;

float* array_at(std::uint32_t address) { return reinterpret_cast<float*>(address); }

Rows requested_rows() { return {request.rows, request.columns, request.rowStrideElements}; }

PassSequence requested_passes() {
  PassSequence passes{};
  passes.count = request.passCount;
  for (std::size_t p = 0; p < passes.count; ++p) {
    passes.calls[p].run = kTable.kernels[request.kernels[p]].run;
  }
  return passes;
}

}  // namespace

#define SB_EXPORT(name) extern "C" __attribute__((export_name(name)))

// Whether this engine fuses a multiplication and an addition. The relaxed instructions leave it free to.
SB_EXPORT("fuses") bool fuses() {
  using I = Wasm128<SB_WASM_RELAXED>;
  // (1 + e)^2 = 1 + 2e + e^2 with e = 2^-12: rounding to float32 loses e^2.
  volatile float factor = 1.0f + 0x1p-12f;
  volatile float rounded = -(1.0f + 0x1p-11f);
  const auto rest = I::fma(I::broadcast(factor), I::broadcast(factor), I::broadcast(rounded));
  return wasm_f32x4_extract_lane(rest, 0) != 0.0f;
}

SB_EXPORT("kernels") const KernelList* kernels() { return &kList; }
SB_EXPORT("request") Request* request_fields() { return &request; }
SB_EXPORT("durations") const TimedDurations* timed_durations() { return &durations; }

// Finds and returns what a span contains of the clock itself, in nanoseconds.
SB_EXPORT("calibrate") double calibrate() {
  for (std::size_t reading = 0; reading < kWarmUpCount; ++reading) imported_now_ns();
  double pairs[kPairCount];
  for (double& pair : pairs) {
    const double begin = imported_now_ns();
    pair = imported_now_ns() - begin;
  }
  clock_of_module.overheadNs = median(pairs, kPairCount);
  return clock_of_module.overheadNs;
}

SB_EXPORT("execute") double execute_request() {
  return execute(requested_passes(), array_at(request.x), array_at(request.y), requested_rows());
}

SB_EXPORT("time") void time_request() {
  const TimedRun run{requested_passes(),
                     {array_at(request.x), request.slotStrideElements, request.xSlotCount},
                     {array_at(request.y), request.slotStrideElements, request.ySlotCount},
                     requested_rows(),
                     request.batchCount,
                     request.touchX != 0,
                     request.perPass != 0};
  durations = time_passes(run, clock_of_module, &position);
}

}  // namespace softmax_bench
