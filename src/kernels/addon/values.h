// Making JavaScript values.
#pragma once

#include <node_api.h>

#include <cstddef>
#include <cstdint>

namespace softmax_bench {

// After a failed Node-API call an exception is pending; returning null lets JavaScript see it.
inline napi_value fail(napi_env env, const char* what) {
  bool isPending = false;
  napi_is_exception_pending(env, &isPending);
  if (!isPending) napi_throw_error(env, nullptr, what);
  return nullptr;
}

#define SB_CHECK(call)                              \
  do {                                              \
    if ((call) != napi_ok) return fail(env, #call); \
  } while (0)

inline napi_value set(napi_env env, napi_value object, const char* name, napi_value value) {
  napi_set_named_property(env, object, name, value);
  return object;
}

inline napi_value number(napi_env env, double value) {
  napi_value result = nullptr;
  napi_create_double(env, value, &result);
  return result;
}

inline napi_value text(napi_env env, const char* value) {
  napi_value result = nullptr;
  napi_create_string_utf8(env, value, NAPI_AUTO_LENGTH, &result);
  return result;
}

inline napi_value null(napi_env env) {
  napi_value result = nullptr;
  napi_get_null(env, &result);
  return result;
}

inline napi_value boolean(napi_env env, bool value) {
  napi_value result = nullptr;
  napi_get_boolean(env, value, &result);
  return result;
}

inline napi_value object(napi_env env) {
  napi_value result = nullptr;
  napi_create_object(env, &result);
  return result;
}

inline napi_value array(napi_env env) {
  napi_value result = nullptr;
  napi_create_array(env, &result);
  return result;
}

inline void push(napi_env env, napi_value list, napi_value value) {
  std::uint32_t length = 0;
  napi_get_array_length(env, list, &length);
  napi_set_element(env, list, length, value);
}

// A Float64Array, whose elements `values` then leads to; null where its memory cannot be had.
inline napi_value float64_array(napi_env env, std::size_t count, double** values) {
  void* data = nullptr;
  napi_value buffer = nullptr;
  napi_value result = nullptr;
  SB_CHECK(napi_create_arraybuffer(env, count * sizeof(double), &data, &buffer));
  SB_CHECK(napi_create_typedarray(env, napi_float64_array, count, buffer, 0, &result));
  *values = static_cast<double*>(data);
  return result;
}

// What leads to `data`; `collect` frees it when nothing leads to the handle any more.
inline napi_value make_handle(napi_env env, void* data, napi_finalize collect) {
  napi_value result = nullptr;
  SB_CHECK(napi_create_external(env, data, collect, nullptr, &result));
  return result;
}

}  // namespace softmax_bench
