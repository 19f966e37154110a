// Shared objects that are opened while the tool runs.
#pragma once

#include <string>

namespace softmax_bench {

struct SharedObject {
  void* handle;  // null when it cannot be opened
};

// Its symbols stay its own. Where it cannot be opened, `error` says why, as the system does.
SharedObject open_shared_object(const char* path, std::string* error);

// Null where it exports no such symbol.
void* symbol_of(const SharedObject& object, const char* name);

void close_shared_object(const SharedObject& object);

}  // namespace softmax_bench
