#include "shared-object.h"

#include "../first-glibc.h"

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>

SB_FIRST_VERSION(dlopen);
SB_FIRST_VERSION(dlsym);
SB_FIRST_VERSION(dlclose);
SB_FIRST_VERSION(dlerror);
#endif

namespace softmax_bench {

#if defined(_WIN32)

SharedObject open_shared_object(const char* path, std::string* error) {
  wchar_t widePath[32768];
  const int length = MultiByteToWideChar(CP_UTF8, 0, path, -1, widePath, 32768);
  HMODULE module = length > 0 ? LoadLibraryW(widePath) : nullptr;
  if (module == nullptr) *error = "LoadLibrary failed with error " + std::to_string(GetLastError());
  return {module};
}

void* symbol_of(const SharedObject& object, const char* name) {
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(object.handle), name));
}

void close_shared_object(const SharedObject& object) { FreeLibrary(static_cast<HMODULE>(object.handle)); }

#else

SharedObject open_shared_object(const char* path, std::string* error) {
  void* handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) *error = dlerror();
  return {handle};
}

void* symbol_of(const SharedObject& object, const char* name) { return dlsym(object.handle, name); }

void close_shared_object(const SharedObject& object) { dlclose(object.handle); }

#endif

}  // namespace softmax_bench
