// allocate() and free(): memory for x and y.
#include "functions.h"

namespace softmax_bench {
namespace {

void release_workspace(napi_env, void* data, void*) {
  Workspace* workspace = static_cast<Workspace*>(data);
  free_region(workspace->x);
  free_region(workspace->y);
  delete workspace;
}

napi_value view_of(napi_env env, const Region& region, napi_value handle) {
  napi_value result = nullptr;
  SB_CHECK(napi_create_external_arraybuffer(env, region.data, region.bytes, nullptr, nullptr, &result));
  return set(env, result, "owner", handle);
}

}  // namespace

std::span<float> elements_of(const Region& region) {
  return {static_cast<float*>(region.data), region.bytes / sizeof(float)};
}

napi_value describe_memory(napi_env env, napi_value handle, const Region& x, const Region& y,
                           std::int64_t hugePageBytes) {
  const napi_value result = object(env);
  set(env, result, "handle", handle);
  set(env, result, "pageSizeBytes", number(env, static_cast<double>(x.pageBytes)));
  set(env, result, "hugePageBytes",
      hugePageBytes < 0 ? null(env) : number(env, static_cast<double>(hugePageBytes)));
  set(env, result, "x", view_of(env, x, handle));
  return set(env, result, "y", view_of(env, y, handle));
}

bool detach_views(Call& call, napi_value memory) {
  for (const char* name : {"x", "y"}) {
    if (napi_detach_arraybuffer(call.env, call.property(memory, name)) != napi_ok) call.refuse(name);
  }
  return call.ok;
}

// allocate({ xBytes, yBytes, pages }): null when the memory cannot be had.
napi_value allocate(napi_env env, napi_callback_info info) {
  Call call(env, info, 1);
  const napi_value request = call.arguments[0];
  const std::size_t xBytes = call.size(request, "xBytes");
  const std::size_t yBytes = call.size(request, "yBytes");
  const Pages pages = call.choice(request, "pages", kPages);
  if (!call.ok) return nullptr;

  Workspace* workspace =
      new Workspace{allocate_region(xBytes, pages), allocate_region(yBytes, pages), 0};
  if (workspace->x.data == nullptr || workspace->y.data == nullptr) {
    release_workspace(env, workspace, nullptr);
    return null(env);
  }
  const napi_value handle = make_handle(env, workspace, release_workspace);
  if (handle == nullptr) return nullptr;
  const Region regions[] = {workspace->x, workspace->y};
  return describe_memory(env, handle, workspace->x, workspace->y, transparent_huge_bytes(regions, 2));
}

// free({ handle, x, y }): detaches the views and gives the memory back at once, not at some collection.
napi_value free_workspace(napi_env env, napi_callback_info info) {
  Call call(env, info, 1);
  Workspace* workspace =
      call.handle<Workspace>(call.property(call.arguments[0], "handle"), "workspace");
  if (!call.ok || !detach_views(call, call.arguments[0])) return nullptr;
  free_region(workspace->x);
  free_region(workspace->y);
  workspace->x = workspace->y = Region{};
  return nullptr;
}

}  // namespace softmax_bench
