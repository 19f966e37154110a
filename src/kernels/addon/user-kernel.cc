// openKernel() and kernelRoutine(): functions of the user's.
#include "../external/user-kernel.h"

#include "../external/shared-object.h"
#include "routine.h"

namespace softmax_bench {
// openKernel({ file, symbol }): a handle of the function, or why there is none, as text; null without such a symbol.
napi_value open_kernel(napi_env env, napi_callback_info info) {
  Call call(env, info, 1);
  char file[4096] = "";
  char symbol[1024] = "";
  call.text(call.arguments[0], "file", file);
  call.text(call.arguments[0], "symbol", symbol);
  if (!call.ok) return nullptr;
  std::string error;
  const SharedObject object = open_shared_object(file, &error);
  if (object.handle == nullptr) return text(env, error.c_str());
  void* function = symbol_of(object, symbol);
  return function == nullptr ? null(env) : make_handle(env, function, keep);
}

// kernelRoutine(handle, { takesRows, rows, columns, rowStrideElements }): a routine that calls the function.
napi_value kernel_routine(napi_env env, napi_callback_info info) {
  Call call(env, info, 2);
  void* function = call.handle<void>(call.arguments[0], "kernel");
  const napi_value request = call.arguments[1];
  const bool takesRows = call.flag(request, "takesRows");
  const UserKernel read{function, call.size(request, "rows"), call.size(request, "columns"),
                        call.size(request, "rowStrideElements")};
  if (!call.ok) return nullptr;
  UserKernel* kernel = new UserKernel{read};
  return make_routine(env, takesRows ? rows_routine(kernel) : array_routine(kernel),
                      [](void* self) { delete static_cast<UserKernel*>(self); });
}

}  // namespace softmax_bench
