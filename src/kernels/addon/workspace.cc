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

napi_value transparent_huge_bytes_of(napi_env env, const Workspace& workspace) {
  const Region regions[] = {workspace.x, workspace.y};
  const std::int64_t bytes = transparent_huge_bytes(regions, 2);
  return bytes < 0 ? null(env) : number(env, static_cast<double>(bytes));
}

}  // namespace

napi_value view_of(napi_env env, const Region& region, napi_value handle) {
  napi_value result = nullptr;
  if (napi_create_external_arraybuffer(env, region.data, region.bytes, nullptr, nullptr, &result) !=
      napi_ok) {
    return nullptr;
  }
  return set(env, result, "owner", handle);
}

Workspace* workspace_of(napi_env env, napi_value handle) {
  void* data = nullptr;
  if (napi_get_value_external(env, handle, &data) != napi_ok) {
    napi_throw_type_error(env, nullptr, "no workspace");
    return nullptr;
  }
  return static_cast<Workspace*>(data);
}

// allocate({ xBytes, yBytes, pages }): null when the memory cannot be had.
napi_value allocate(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  const std::size_t xBytes = reader.size(call.arguments[0], "xBytes");
  const std::size_t yBytes = reader.size(call.arguments[0], "yBytes");
  Pages pages;
  if (!read_pages(reader, call.arguments[0], &pages)) return nullptr;

  Workspace* workspace =
      new Workspace{allocate_region(xBytes, pages), allocate_region(yBytes, pages), 0};
  if (workspace->x.data == nullptr || workspace->y.data == nullptr) {
    release_workspace(env, workspace, nullptr);
    return null(env);
  }
  napi_value handle = nullptr;
  SB_CHECK(napi_create_external(env, workspace, release_workspace, nullptr, &handle));
  const napi_value result = object(env);
  set(env, result, "handle", handle);
  set(env, result, "pageSizeBytes", number(env, static_cast<double>(workspace->x.pageBytes)));
  set(env, result, "hugePageBytes", transparent_huge_bytes_of(env, *workspace));
  set(env, result, "x", view_of(env, workspace->x, handle));
  return set(env, result, "y", view_of(env, workspace->y, handle));
}

// free({ handle, x, y }): detaches the views and gives the memory back at once, not at some collection.
napi_value free_workspace(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  Workspace* workspace = workspace_of(env, reader.property(call.arguments[0], "handle"));
  if (workspace == nullptr) return nullptr;
  SB_CHECK(napi_detach_arraybuffer(env, reader.property(call.arguments[0], "x")));
  SB_CHECK(napi_detach_arraybuffer(env, reader.property(call.arguments[0], "y")));
  free_region(workspace->x);
  free_region(workspace->y);
  workspace->x = workspace->y = Region{};
  return nullptr;
}

}  // namespace softmax_bench
