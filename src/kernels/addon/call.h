// Reading the arguments of calls from JavaScript.
#pragma once

#include <span>
#include <string>

#include "values.h"

namespace softmax_bench {

struct Addon;

// A value by the name that TypeScript gives it.
template <typename T>
struct Named {
  const char* name;
  T value;
};

// A call, and what reads its arguments and properties of these. What cannot be read throws an error, the first of a call
// alone, and makes `ok` false; it is read as 0, false, empty or null.
class Call {
 public:
  napi_env env;
  const Addon* addon;
  napi_value arguments[2] = {};
  bool ok = true;

  Call(napi_env env, napi_callback_info info, std::size_t expectedCount) : env(env) {
    std::size_t count = sizeof arguments / sizeof arguments[0];
    if (napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr) != napi_ok ||
        count < expectedCount) {
      refuse("missing");
    }
    void* data = nullptr;
    napi_get_instance_data(env, &data);
    addon = static_cast<Addon*>(data);
  }

  // TypeError, for another kind of value.
  bool refuse(const char* name) { return raise(napi_throw_type_error, name); }
  // RangeError, for a value that makes no sense.
  bool refuse_range(const char* name) { return raise(napi_throw_range_error, name); }

  // What a handle made by `make_handle` leads to.
  template <typename T>
  T* handle(napi_value value, const char* name) {
    void* data = nullptr;
    if (napi_get_value_external(env, value, &data) != napi_ok) refuse(name);
    return static_cast<T*>(data);
  }

  napi_value property(napi_value object, const char* name) {
    napi_value value = nullptr;
    if (napi_get_named_property(env, object, name, &value) != napi_ok) refuse(name);
    return value;
  }

  std::size_t size(napi_value object, const char* name, std::size_t least = 0,
                   std::size_t most = SIZE_MAX) {
    std::int64_t value = 0;
    if (napi_get_value_int64(env, property(object, name), &value) != napi_ok || value < 0) {
      refuse(name);
      return 0;
    }
    const std::size_t size = static_cast<std::size_t>(value);
    if (size >= least && size <= most) return size;
    refuse_range(name);
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

  // One of the choices; the first where it is refused.
  template <typename T, std::size_t kCount>
  T choice(napi_value object, const char* name, const Named<T> (&choices)[kCount]) {
    char chosen[32] = "";
    text(object, name, chosen);
    for (const Named<T>& choice : choices) {
      if (__builtin_strcmp(chosen, choice.name) == 0) return choice.value;
    }
    refuse(name);
    return choices[0].value;
  }

  // The memory of a typed array, at whatever offset the view has.
  template <typename T>
  std::span<T> view(napi_value object, const char* name, napi_typedarray_type wanted) {
    napi_typedarray_type type;
    std::size_t length = 0;
    void* data = nullptr;
    if (napi_get_typedarray_info(env, property(object, name), &type, &length, &data, nullptr,
                                 nullptr) == napi_ok &&
        type == wanted) {
      return {static_cast<T*>(data), length};
    }
    refuse(name);
    return {};
  }

  std::span<float> elements(napi_value object, const char* name) {
    return view<float>(object, name, napi_float32_array);
  }

  // 0 for what is no array.
  std::uint32_t length(napi_value list) {
    std::uint32_t length = 0;
    napi_get_array_length(env, list, &length);
    return length;
  }

  napi_value entry(napi_value list, std::uint32_t index) {
    napi_value value = nullptr;
    napi_get_element(env, list, index, &value);
    return value;
  }

 private:
  bool raise(decltype(napi_throw_type_error)* throw_error, const char* name) {
    if (ok) throw_error(env, nullptr, (std::string("invalid argument: ") + name).c_str());
    return ok = false;
  }
};

}  // namespace softmax_bench
