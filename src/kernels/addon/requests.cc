// What the requests of several functions have in common.
#include "../targets.h"
#include "functions.h"

namespace softmax_bench {
namespace {

const Kernel* find_kernel(const CpuFeatures& features, std::size_t target, std::size_t kernel) {
  const TargetList targets = all_targets();
  if (target >= targets.count || !targets.targets[target].available(features)) return nullptr;
  const KernelList kernels = targets.targets[target].kernels();
  return kernel < kernels.count ? &kernels.kernels[kernel] : nullptr;
}

}  // namespace

// { target, passes: [{ kernel, prefetchBytes }] }, both indices into what describe() lists. A kernel whose
// instructions this CPU lacks is refused here, so none is ever reached.
bool read_passes(Call& call, napi_value request, PassSequence* passes) {
  const std::size_t target = call.size(request, "target");
  const napi_value list = call.property(request, "passes");
  const std::uint32_t count = call.length(list);
  if (count == 0 || count > kMaxPasses) return call.refuse_range("passes");
  passes->count = count;
  for (std::uint32_t p = 0; p < count; ++p) {
    const napi_value entry = call.entry(list, p);
    const Kernel* kernel = find_kernel(call.addon->features, target, call.size(entry, "kernel"));
    if (kernel == nullptr) return call.refuse_range("kernel");
    passes->calls[p] = {kernel->run, call.size(entry, "prefetchBytes")};
  }
  return call.ok;
}

// { rows, columns, rowStrideElements }
bool read_rows(Call& call, napi_value request, std::size_t elementCount, Rows* rows) {
  rows->count = call.size(request, "rows", 1);
  rows->columns = call.size(request, "columns", 1, elementCount);
  rows->strideElements = call.size(request, "rowStrideElements");
  if (!call.ok || rows->count == 1) return call.ok;
  return (rows->strideElements >= rows->columns &&
          rows->count - 1 <= (elementCount - rows->columns) / rows->strideElements) ||
         call.refuse_range("rows");
}

bool read_run(Call& call, napi_value request, const Region& x, const Region& y, TimedRun* run) {
  if (!read_passes(call, request, &run->passes)) return false;
  run->x = read_ring(call, request, "xSlotCount", elements_of(x));
  run->y = read_ring(call, request, "ySlotCount", elements_of(y));
  run->batchCount = call.size(request, "batchCount", 1);
  run->touchX = call.flag(request, "touchX");
  run->perPass = call.flag(request, "perPass");
  return read_rows(call, request, run->x.strideElements, &run->rows);
}

Ring read_ring(Call& call, napi_value request, const char* slotCountName, std::span<float> elements) {
  const std::size_t stride = call.size(request, "slotStrideElements", 1);
  const std::size_t most = call.ok ? elements.size() / stride : 0;
  return {elements.data(), stride, call.size(request, slotCountName, 1, most)};
}

}  // namespace softmax_bench
