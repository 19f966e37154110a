// openLibrary() and libraryRoutine(): softmax of libraries, by their C APIs.
#include "../external/library.h"

#include "routine.h"

namespace softmax_bench {
namespace {

constexpr Named<decltype(&open_xnnpack)> kLibraries[] = {
    {"xnnpack", open_xnnpack}, {"onednn", open_onednn}, {"onnxruntime-node", open_onnxruntime}};

void run_call(void* self, const float* x, float* y) { static_cast<LibraryCall*>(self)->run(x, y); }

}  // namespace

// openLibrary({ library, file }): { handle, version }, or why it cannot be used, as text.
napi_value open_library(napi_env env, napi_callback_info info) {
  Call call(env, info, 1);
  const napi_value request = call.arguments[0];
  const auto open = call.choice(request, "library", kLibraries);
  char file[4096] = "";
  call.text(request, "file", file);
  if (!call.ok) return nullptr;
  std::string error;
  const SharedObject object = open_shared_object(file, &error);
  if (object.handle == nullptr) return text(env, error.c_str());
  std::unique_ptr<Library> library = open(object, &error);
  if (library == nullptr) return text(env, error.c_str());
  const napi_value version = text(env, library->version().c_str());
  const napi_value handle = make_handle(env, library.release(), keep);
  if (handle == nullptr) return nullptr;
  return set(env, set(env, softmax_bench::object(env), "version", version), "handle", handle);
}

// libraryRoutine(handle, { isLog, rows, columns, threadCount, model }): a routine that calls it, or why there is none, as
// text.
napi_value library_routine(napi_env env, napi_callback_info info) {
  Call call(env, info, 2);
  Library* library = call.handle<Library>(call.arguments[0], "library");
  const napi_value request = call.arguments[1];
  const std::span<char> model = call.view<char>(request, "model", napi_uint8_array);
  const LibraryShape shape{call.flag(request, "isLog"), call.size(request, "rows"),
                           call.size(request, "columns"), call.size(request, "threadCount"),
                           {model.begin(), model.end()}};
  if (!call.ok) return nullptr;
  std::string error;
  std::unique_ptr<LibraryCall> prepared = library->prepare(shape, &error);
  if (prepared == nullptr) return text(env, error.c_str());
  return make_routine(env, {run_call, prepared.release()},
                      [](void* self) { delete static_cast<LibraryCall*>(self); });
}

}  // namespace softmax_bench
