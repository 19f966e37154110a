// Softmax of a library in a shared object, by its C API. What is used of an API is declared by hand, so that nothing of
// a library is needed to build this tool.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "shared-object.h"

namespace softmax_bench {

struct LibraryShape {
  bool isLog;
  std::size_t rows;
  std::size_t columns;
  // Of the library's own.
  std::size_t threadCount;
  // A model of ONNX that computes `y` from `x`; empty for libraries that execute none.
  std::string model;
};

// Calls of one shape.
class LibraryCall {
 public:
  virtual ~LibraryCall() = default;
  // A failure leaves y as it was, which the check finds.
  virtual void run(const float* x, float* y) = 0;
};

class Library {
 public:
  virtual ~Library() = default;
  // As it states it; empty where it states none.
  virtual std::string version() const = 0;
  // Null, with the reason, where it cannot compute that.
  virtual std::unique_ptr<LibraryCall> prepare(const LibraryShape& shape, std::string* error) = 0;
};

// Each null, with the reason, where the object is not such a library. It is never closed again.
std::unique_ptr<Library> open_xnnpack(const SharedObject& object, std::string* error);
std::unique_ptr<Library> open_onednn(const SharedObject& object, std::string* error);
std::unique_ptr<Library> open_onnxruntime(const SharedObject& object, std::string* error);

// Finds a function, or says which is missing.
template <typename Function>
bool find_function(const SharedObject& object, const char* name, Function** function,
                   std::string* error) {
  *function = reinterpret_cast<Function*>(symbol_of(object, name));
  if (*function == nullptr) *error = std::string("exports no function ") + name;
  return *function != nullptr;
}

}  // namespace softmax_bench
