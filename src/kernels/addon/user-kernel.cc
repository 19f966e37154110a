// openKernel() and kernelRoutine(): functions of the user's.
#include "../external/user-kernel.h"

#include "../external/shared-object.h"
#include "routine.h"

namespace softmax_bench {
// openKernel({ file, symbol }): a handle of the function, or why there is none, as text; null without such a symbol.
napi_value open_kernel(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  char file[4096] = "";
  char symbol[1024] = "";
  reader.text(call.arguments[0], "file", file);
  reader.text(call.arguments[0], "symbol", symbol);
  if (!reader.ok) return nullptr;
  std::string error;
  const SharedObject object = open_shared_object(file, &error);
  if (object.handle == nullptr) return text(env, error.c_str());
  void* function = symbol_of(object, symbol);
  if (function == nullptr) return null(env);
  napi_value handle = nullptr;
  SB_CHECK(napi_create_external(env, function, keep, nullptr, &handle));
  return handle;
}

// kernelRoutine(handle, { takesRows, rows, columns, rowStrideElements }): a routine that calls the function.
napi_value kernel_routine(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 2, &call)) return nullptr;
  void* function = nullptr;
  if (napi_get_value_external(env, call.arguments[0], &function) != napi_ok) {
    napi_throw_type_error(env, nullptr, "no kernel");
    return nullptr;
  }
  Reader reader{env};
  const napi_value request = call.arguments[1];
  const bool takesRows = reader.flag(request, "takesRows");
  const UserKernel read{function, reader.size(request, "rows"), reader.size(request, "columns"),
                        reader.size(request, "rowStrideElements")};
  if (!reader.ok) return nullptr;
  UserKernel* kernel = new UserKernel{read};
  return make_routine(env, takesRows ? rows_routine(kernel) : array_routine(kernel),
                      [](void* self) { delete static_cast<UserKernel*>(self); });
}

}  // namespace softmax_bench
