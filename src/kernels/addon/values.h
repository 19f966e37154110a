// JavaScript values: making them, and reading those of a request.
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

// Reads the properties of requests. What cannot be read throws a TypeError with its name and makes `ok` false.
struct Reader {
  napi_env env;
  bool ok = true;

  void refuse(const char* name) {
    if (ok) napi_throw_type_error(env, nullptr, name);
    ok = false;
  }

  napi_value property(napi_value object, const char* name) {
    napi_value value = nullptr;
    if (napi_get_named_property(env, object, name, &value) != napi_ok) ok = false;
    return value;
  }

  std::size_t size(napi_value object, const char* name) {
    std::int64_t value = 0;
    if (napi_get_value_int64(env, property(object, name), &value) == napi_ok && value >= 0) {
      return static_cast<std::size_t>(value);
    }
    refuse(name);
    return 0;
  }

  bool flag(napi_value object, const char* name) {
    bool value = false;
    if (napi_get_value_bool(env, property(object, name), &value) != napi_ok) refuse(name);
    return value;
  }

  // Longer texts are cut short.
  template <std::size_t kSize>
  void text(napi_value object, const char* name, char (&value)[kSize]) {
    if (napi_get_value_string_utf8(env, property(object, name), value, kSize, nullptr) != napi_ok) {
      refuse(name);
    }
  }

  // A Float32Array's memory, at whatever offset the view has, and its length.
  float* elements(napi_value object, const char* name, std::size_t* length) {
    napi_typedarray_type type;
    void* data = nullptr;
    if (napi_get_typedarray_info(env, property(object, name), &type, length, &data, nullptr,
                                 nullptr) == napi_ok &&
        type == napi_float32_array) {
      return static_cast<float*>(data);
    }
    refuse(name);
    return nullptr;
  }
};

}  // namespace softmax_bench
