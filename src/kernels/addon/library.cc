// openLibrary() and libraryRoutine(): softmax of libraries, by their C APIs.
#include "../external/library.h"

#include <cstring>

#include "routine.h"

namespace softmax_bench {
namespace {

struct NamedOpen {
  const char* name;
  std::unique_ptr<Library> (*open)(const SharedObject& object, std::string* error);
};
constexpr NamedOpen kLibraries[] = {
    {"xnnpack", open_xnnpack}, {"onednn", open_onednn}, {"onnxruntime-node", open_onnxruntime}};

std::unique_ptr<Library> open(const char* name, const SharedObject& object, std::string* error) {
  for (const NamedOpen& library : kLibraries) {
    if (std::strcmp(library.name, name) == 0) return library.open(object, error);
  }
  *error = "is no library that is known";
  return nullptr;
}

// The bytes of a Uint8Array.
std::string read_bytes(Reader* reader, napi_value object, const char* name) {
  napi_typedarray_type type;
  std::size_t length = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(reader->env, reader->property(object, name), &type, &length, &data,
                               nullptr, nullptr) == napi_ok &&
      type == napi_uint8_array) {
    return std::string(static_cast<const char*>(data), length);
  }
  reader->refuse(name);
  return "";
}

void run_call(void* self, const float* x, float* y) { static_cast<LibraryCall*>(self)->run(x, y); }

}  // namespace

// openLibrary({ library, file }): { handle, version }, or why it cannot be used, as text.
napi_value open_library(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  char name[64] = "";
  char file[4096] = "";
  reader.text(call.arguments[0], "library", name);
  reader.text(call.arguments[0], "file", file);
  if (!reader.ok) return nullptr;
  std::string error;
  const SharedObject object = open_shared_object(file, &error);
  if (object.handle == nullptr) return text(env, error.c_str());
  std::unique_ptr<Library> library = open(name, object, &error);
  if (library == nullptr) return text(env, error.c_str());
  napi_value result = softmax_bench::object(env);
  set(env, result, "version", text(env, library->version().c_str()));
  napi_value handle = nullptr;
  SB_CHECK(napi_create_external(env, library.release(), keep, nullptr, &handle));
  return set(env, result, "handle", handle);
}

// libraryRoutine(handle, { isLog, rows, columns, threadCount, model }): a routine that calls it, or why there is none, as
// text.
napi_value library_routine(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 2, &call)) return nullptr;
  void* library = nullptr;
  if (napi_get_value_external(env, call.arguments[0], &library) != napi_ok) {
    napi_throw_type_error(env, nullptr, "no library");
    return nullptr;
  }
  Reader reader{env};
  const napi_value request = call.arguments[1];
  const LibraryShape shape{reader.flag(request, "isLog"), reader.size(request, "rows"),
                           reader.size(request, "columns"), reader.size(request, "threadCount"),
                           read_bytes(&reader, request, "model")};
  if (!reader.ok) return nullptr;
  std::string error;
  std::unique_ptr<LibraryCall> prepared = static_cast<Library*>(library)->prepare(shape, &error);
  if (prepared == nullptr) return text(env, error.c_str());
  return make_routine(env, {run_call, prepared.release()},
                      [](void* self) { delete static_cast<LibraryCall*>(self); });
}

}  // namespace softmax_bench
