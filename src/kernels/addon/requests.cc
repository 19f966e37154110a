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

bool fits_ring(const Region& region, const Ring& ring, const Rows& rows) {
  return ring.slotCount > 0 && fits(rows, ring.strideElements) &&
         ring.slotCount <= region.bytes / sizeof(float) / ring.strideElements;
}

}  // namespace

bool read_pages(Reader& reader, napi_value request, Pages* pages) {
  char name[16] = "";
  reader.text(request, "pages", name);
  for (const NamedPages& named : kNamedPages) {
    if (__builtin_strcmp(name, named.name) != 0) continue;
    *pages = named.pages;
    return reader.ok;
  }
  reader.refuse("pages");
  return false;
}

// { target, passes: [{ kernel, prefetchBytes }] }, both indices into what describe() lists. A kernel whose
// instructions this CPU lacks is refused here, so none is ever reached.
bool read_passes(Reader& reader, const Addon& addon, napi_value request, PassSequence* passes) {
  const std::size_t target = reader.size(request, "target");
  const napi_value list = reader.property(request, "passes");
  std::uint32_t count = 0;
  if (!reader.ok || napi_get_array_length(reader.env, list, &count) != napi_ok || count == 0 ||
      count > kMaxPasses) {
    if (reader.ok) napi_throw_range_error(reader.env, nullptr, "passes");
    return reader.ok = false;
  }
  passes->count = count;
  for (std::uint32_t p = 0; p < count; ++p) {
    napi_value entry = nullptr;
    napi_get_element(reader.env, list, p, &entry);
    const Kernel* kernel = find_kernel(addon.features, target, reader.size(entry, "kernel"));
    passes->calls[p].prefetchBytes = reader.size(entry, "prefetchBytes");
    if (!reader.ok) return false;
    if (kernel == nullptr) {
      napi_throw_range_error(reader.env, nullptr, "no such kernel on this CPU");
      return reader.ok = false;
    }
    passes->calls[p].run = kernel->run;
  }
  return true;
}

// { rows, columns, rowStrideElements }
bool read_rows(Reader& reader, napi_value request, Rows* rows) {
  rows->count = reader.size(request, "rows");
  rows->columns = reader.size(request, "columns");
  rows->strideElements = reader.size(request, "rowStrideElements");
  return reader.ok;
}

bool fits(const Rows& rows, std::size_t elementCount) {
  if (rows.count == 0 || rows.columns == 0 || rows.columns > elementCount) return false;
  return rows.count == 1 || (rows.strideElements >= rows.columns &&
                             rows.count - 1 <= (elementCount - rows.columns) / rows.strideElements);
}

bool read_run(Reader& reader, const Addon& addon, napi_value request, const Region& x,
              const Region& y, TimedRun* run) {
  if (!read_passes(reader, addon, request, &run->passes)) return false;
  const std::size_t stride = reader.size(request, "slotStrideElements");
  run->x = {static_cast<float*>(x.data), stride, reader.size(request, "xSlotCount")};
  run->y = {static_cast<float*>(y.data), stride, reader.size(request, "ySlotCount")};
  if (!read_rows(reader, request, &run->rows)) return false;
  run->batchCount = reader.size(request, "batchCount");
  run->touchX = reader.flag(request, "touchX");
  run->perPass = reader.flag(request, "perPass");
  if (!reader.ok) return false;
  if (run->batchCount > 0 && fits_ring(x, run->x, run->rows) && fits_ring(y, run->y, run->rows)) {
    return true;
  }
  napi_throw_range_error(reader.env, nullptr, "the request does not fit the workspace");
  return reader.ok = false;
}

}  // namespace softmax_bench
