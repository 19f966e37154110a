// oneDNN's softmax and log-softmax primitives, of its versions 2 and 3. In version 2 descriptors are structures of the
// caller, of sizes that are no part of this file: they get more room than any has.
#include <cstdint>

#include "library.h"

namespace softmax_bench {
namespace {

constexpr int kSuccess = 0;
constexpr int kCpu = 1;
constexpr unsigned kInOrder = 1;
constexpr int kFloat32 = 3;
constexpr int kForwardInference = 96;
constexpr int kAccurate = 0x30000;
constexpr int kLog = 0x30001;
constexpr int kSource = 1;
constexpr int kDestination = 17;

using Dimensions = std::int64_t[12];
struct Engine;
struct Stream;
struct PrimitiveDescriptor;
struct Primitive;
struct Memory;
struct Argument {
  int index;
  Memory* memory;
};
struct Version {
  int major, minor, patch;
};

struct alignas(16) Descriptor2 {
  char room[8192];
};

struct Api {
  const Version* (*version)();
  int (*createEngine)(Engine** engine, int kind, std::size_t index);
  int (*createStream)(Stream** stream, Engine* engine, unsigned flags);
  int (*createPrimitive)(Primitive** primitive, const PrimitiveDescriptor* descriptor);
  int (*createMemory)(Memory** memory, const void* descriptor, Engine* engine, void* handle);
  int (*setHandle)(Memory* memory, void* handle);
  int (*execute)(const Primitive* primitive, Stream* stream, int count, const Argument* arguments);
  int (*wait)(Stream* stream);
  int (*destroyPrimitiveDescriptor)(PrimitiveDescriptor* descriptor);
  int (*destroyPrimitive)(Primitive* primitive);
  int (*destroyMemory)(Memory* memory);
  // Of version 2 alone.
  int (*initMemory2)(Descriptor2* memory, int count, const Dimensions dimensions, int type,
                     const Dimensions strides);
  int (*initSoftmax2)(Descriptor2* softmax, int kind, const Descriptor2* memory, int axis);
  int (*initLogSoftmax2)(Descriptor2* softmax, int kind, const Descriptor2* memory, int axis);
  int (*describe2)(PrimitiveDescriptor** descriptor, const Descriptor2* operation,
                   const void* attributes, Engine* engine, const void* hint);
  // Of version 3 alone.
  int (*createMemory3)(void** memory, int count, const Dimensions dimensions, int type,
                       const Dimensions strides);
  int (*destroyMemory3)(void* memory);
  int (*describe3)(PrimitiveDescriptor** descriptor, Engine* engine, int kind, int algorithm,
                   const void* source, const void* destination, int axis, const void* attributes);
  // Of the OpenMP that it is built with; null where it is built with something else.
  void (*setThreads)(int count);
};

class Call : public LibraryCall {
 public:
  Call(const Api& api, Stream* stream) : api_(api), stream_(stream) {}

  ~Call() override {
    if (primitive_ != nullptr) api_.destroyPrimitive(primitive_);
    for (const Argument& argument : arguments_) {
      if (argument.memory != nullptr) api_.destroyMemory(argument.memory);
    }
  }

  bool create(Engine* engine, const LibraryShape& shape) {
    const Dimensions sizes = {static_cast<std::int64_t>(shape.rows),
                              static_cast<std::int64_t>(shape.columns)};
    const Dimensions strides = {static_cast<std::int64_t>(shape.columns), 1};
    PrimitiveDescriptor* descriptor = nullptr;
    const bool isMade = api_.describe3 != nullptr
                            ? describe3(engine, shape.isLog, sizes, strides, &descriptor)
                            : describe2(engine, shape.isLog, sizes, strides, &descriptor);
    if (!isMade) return false;
    const bool isPrimitive = api_.createPrimitive(&primitive_, descriptor) == kSuccess;
    api_.destroyPrimitiveDescriptor(descriptor);
    return isPrimitive;
  }

  void run(const float* x, float* y) override {
    if (x != x_) api_.setHandle(arguments_[0].memory, const_cast<float*>(x));
    if (y != y_) api_.setHandle(arguments_[1].memory, y);
    x_ = x;
    y_ = y;
    api_.execute(primitive_, stream_, 2, arguments_);
    api_.wait(stream_);
  }

 private:
  bool describe3(Engine* engine, bool isLog, const Dimensions sizes, const Dimensions strides,
                 PrimitiveDescriptor** descriptor) {
    void* memory = nullptr;
    if (api_.createMemory3(&memory, 2, sizes, kFloat32, strides) != kSuccess) return false;
    const bool isMade = api_.describe3(descriptor, engine, kForwardInference,
                                       isLog ? kLog : kAccurate, memory, memory, 1,
                                       nullptr) == kSuccess &&
                        create_memory(engine, memory);
    api_.destroyMemory3(memory);
    return isMade;
  }

  bool describe2(Engine* engine, bool isLog, const Dimensions sizes, const Dimensions strides,
                 PrimitiveDescriptor** descriptor) {
    Descriptor2 memory{};
    Descriptor2 operation{};
    const auto init = isLog ? api_.initLogSoftmax2 : api_.initSoftmax2;
    return api_.initMemory2(&memory, 2, sizes, kFloat32, strides) == kSuccess &&
           init(&operation, kForwardInference, &memory, 1) == kSuccess &&
           api_.describe2(descriptor, &operation, nullptr, engine, nullptr) == kSuccess &&
           create_memory(engine, &memory);
  }

  // Without memory of its own: each run gives it some.
  bool create_memory(Engine* engine, const void* descriptor) {
    return api_.createMemory(&arguments_[0].memory, descriptor, engine, nullptr) == kSuccess &&
           api_.createMemory(&arguments_[1].memory, descriptor, engine, nullptr) == kSuccess;
  }

  const Api& api_;
  Stream* stream_;
  Primitive* primitive_ = nullptr;
  Argument arguments_[2] = {{kSource, nullptr}, {kDestination, nullptr}};
  // Those that the memory is set to.
  const float* x_ = nullptr;
  float* y_ = nullptr;
};

class OneDnn : public Library {
 public:
  explicit OneDnn(const Api& api) : api_(api) {}

  bool start() {
    return api_.createEngine(&engine_, kCpu, 0) == kSuccess &&
           api_.createStream(&stream_, engine_, kInOrder) == kSuccess;
  }

  std::string version() const override {
    const Version& version = *api_.version();
    return std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
           std::to_string(version.patch);
  }

  std::unique_ptr<LibraryCall> prepare(const LibraryShape& shape, std::string* error) override {
    if (api_.setThreads == nullptr) {
      *error = "is built without OpenMP: its number of threads cannot be set";
      return nullptr;
    }
    // Before the primitive is made, which divides the work.
    api_.setThreads(static_cast<int>(shape.threadCount));
    auto call = std::make_unique<Call>(api_, stream_);
    if (call->create(engine_, shape)) return call;
    *error = "refuses to make a primitive of this shape";
    return nullptr;
  }

 private:
  const Api api_;
  Engine* engine_ = nullptr;
  Stream* stream_ = nullptr;
};

bool find_common(const SharedObject& object, Api* api, std::string* error) {
  return find_function(object, "dnnl_version", &api->version, error) &&
         find_function(object, "dnnl_engine_create", &api->createEngine, error) &&
         find_function(object, "dnnl_stream_create", &api->createStream, error) &&
         find_function(object, "dnnl_primitive_create", &api->createPrimitive, error) &&
         find_function(object, "dnnl_memory_create", &api->createMemory, error) &&
         find_function(object, "dnnl_memory_set_data_handle", &api->setHandle, error) &&
         find_function(object, "dnnl_primitive_execute", &api->execute, error) &&
         find_function(object, "dnnl_stream_wait", &api->wait, error) &&
         find_function(object, "dnnl_primitive_desc_destroy", &api->destroyPrimitiveDescriptor,
                       error) &&
         find_function(object, "dnnl_primitive_destroy", &api->destroyPrimitive, error) &&
         find_function(object, "dnnl_memory_destroy", &api->destroyMemory, error);
}

bool find_version_2(const SharedObject& object, Api* api, std::string* error) {
  return find_function(object, "dnnl_memory_desc_init_by_strides", &api->initMemory2, error) &&
         find_function(object, "dnnl_softmax_forward_desc_init", &api->initSoftmax2, error) &&
         find_function(object, "dnnl_logsoftmax_forward_desc_init", &api->initLogSoftmax2, error) &&
         find_function(object, "dnnl_primitive_desc_create", &api->describe2, error);
}

bool find_version_3(const SharedObject& object, Api* api, std::string* error) {
  return find_function(object, "dnnl_softmax_forward_primitive_desc_create", &api->describe3,
                       error) &&
         find_function(object, "dnnl_memory_desc_create_with_strides", &api->createMemory3,
                       error) &&
         find_function(object, "dnnl_memory_desc_destroy", &api->destroyMemory3, error);
}

}  // namespace

std::unique_ptr<Library> open_onednn(const SharedObject& object, std::string* error) {
  Api api{};
  if (!find_common(object, &api, error)) return nullptr;
  if (!find_version_3(object, &api, error) && !find_version_2(object, &api, error)) return nullptr;
  std::string ignored;
  find_function(object, "omp_set_num_threads", &api.setThreads, &ignored);
  auto library = std::make_unique<OneDnn>(api);
  if (library->start()) return library;
  *error = "has no engine for this CPU";
  return nullptr;
}

}  // namespace softmax_bench
