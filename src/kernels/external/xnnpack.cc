// XNNPACK's softmax operator. Which of its two forms a library has, the symbol xnn_reshape_softmax_nc_f32 tells: before
// 2023 the shape was given when an operator was made and its arrays, and the threads, when it was set up.
#include <cstdint>

#include "library.h"

namespace softmax_bench {
namespace {

struct Operator;
struct ThreadPool;
constexpr int kSuccess = 0;

struct Api {
  int (*initialize)(const void* allocator);
  int (*run)(Operator* op, ThreadPool* threads);
  int (*destroy)(Operator* op);
  // Of libpthreadpool, on which XNNPACK depends.
  ThreadPool* (*createThreads)(std::size_t count);
  void (*destroyThreads)(ThreadPool* threads);
  // Their arguments differ between the forms.
  void* create;
  void* setup;
  // Null in the old form.
  int (*reshape)(Operator* op, std::size_t channels, std::size_t inputStride,
                 std::size_t outputStride, std::size_t batch, ThreadPool* threads);
};

using OldCreate = int (*)(std::size_t channels, std::size_t inputStride, std::size_t outputStride,
                          std::uint32_t flags, Operator** op);
using NewCreate = int (*)(std::uint32_t flags, Operator** op);
using OldSetup = int (*)(Operator* op, std::size_t batch, const float* x, float* y,
                         ThreadPool* threads);
using NewSetup = int (*)(Operator* op, const float* x, float* y);

class Call : public LibraryCall {
 public:
  Call(const Api& api, const LibraryShape& shape) : api_(api), shape_(shape) {}

  ~Call() override {
    if (op_ != nullptr) api_.destroy(op_);
    if (threads_ != nullptr) api_.destroyThreads(threads_);
  }

  bool create() {
    // One thread is the caller.
    if (shape_.threadCount > 1) {
      threads_ = api_.createThreads(shape_.threadCount);
      if (threads_ == nullptr) return false;
    }
    const std::size_t n = shape_.columns;
    if (api_.reshape == nullptr) {
      return reinterpret_cast<OldCreate>(api_.create)(n, n, n, 0, &op_) == kSuccess;
    }
    return reinterpret_cast<NewCreate>(api_.create)(0, &op_) == kSuccess &&
           api_.reshape(op_, n, n, n, shape_.rows, threads_) == kSuccess;
  }

  void run(const float* x, float* y) override {
    if ((x != x_ || y != y_) && !setup(x, y)) return;
    api_.run(op_, threads_);
  }

 private:
  bool setup(const float* x, float* y) {
    const int status =
        api_.reshape == nullptr
            ? reinterpret_cast<OldSetup>(api_.setup)(op_, shape_.rows, x, y, threads_)
            : reinterpret_cast<NewSetup>(api_.setup)(op_, x, y);
    x_ = x;
    y_ = y;
    return status == kSuccess;
  }

  const Api& api_;
  const LibraryShape shape_;
  Operator* op_ = nullptr;
  ThreadPool* threads_ = nullptr;
  // Those that the operator is set up for.
  const float* x_ = nullptr;
  float* y_ = nullptr;
};

class Xnnpack : public Library {
 public:
  explicit Xnnpack(const Api& api) : api_(api) {}

  std::string version() const override { return ""; }

  std::unique_ptr<LibraryCall> prepare(const LibraryShape& shape, std::string* error) override {
    if (shape.isLog) {
      *error = "has no log-softmax";
      return nullptr;
    }
    auto call = std::make_unique<Call>(api_, shape);
    if (call->create()) return call;
    *error = "refuses to make a softmax operator of this shape";
    return nullptr;
  }

 private:
  const Api api_;
};

}  // namespace

std::unique_ptr<Library> open_xnnpack(const SharedObject& object, std::string* error) {
  Api api{};
  if (!find_function(object, "xnn_initialize", &api.initialize, error) ||
      !find_function(object, "xnn_run_operator", &api.run, error) ||
      !find_function(object, "xnn_delete_operator", &api.destroy, error) ||
      !find_function(object, "pthreadpool_create", &api.createThreads, error) ||
      !find_function(object, "pthreadpool_destroy", &api.destroyThreads, error)) {
    return nullptr;
  }
  api.create = symbol_of(object, "xnn_create_softmax_nc_f32");
  api.setup = symbol_of(object, "xnn_setup_softmax_nc_f32");
  api.reshape = reinterpret_cast<decltype(api.reshape)>(
      symbol_of(object, "xnn_reshape_softmax_nc_f32"));
  if (api.create == nullptr || api.setup == nullptr) {
    *error = "exports no softmax operator";
    return nullptr;
  }
  if (api.initialize(nullptr) == kSuccess) return std::make_unique<Xnnpack>(api);
  *error = "does not support this CPU";
  return nullptr;
}

}  // namespace softmax_bench
