// ONNX Runtime's Softmax and LogSoftmax, each a model of one operator in a session of its own. Its C API is a table of
// functions, to whose end alone new ones are added: what is used is at positions that every version has.
#include <cstdint>

#include "library.h"

namespace softmax_bench {
namespace {

// The first version that was published with the whole of what is used.
constexpr std::uint32_t kApiVersion = 8;
constexpr int kErrors = 3;
constexpr int kDeviceAllocator = 0;
constexpr int kDefaultMemory = 0;
constexpr int kFloat = 1;

struct Status;
struct Environment;
struct Options;
struct Session;
struct Value;
struct MemoryInfo;

enum Position {
  kGetErrorMessage = 2,
  kCreateEnv = 3,
  kCreateSessionFromArray = 8,
  kRun = 9,
  kCreateSessionOptions = 10,
  kSetIntraOpNumThreads = 24,
  kSetInterOpNumThreads = 25,
  kCreateTensorWithDataAsOrtValue = 49,
  kCreateCpuMemoryInfo = 69,
  kReleaseStatus = 93,
  kReleaseSession = 95,
  kReleaseValue = 96,
  kReleaseSessionOptions = 100,
};

struct Base {
  void* const* (*getApi)(std::uint32_t version);
  const char* (*getVersion)();
};

class Api {
 public:
  explicit Api(void* const* table) : table_(table) {}

  // Whether the function succeeds; else why not.
  template <typename... Arguments>
  bool call(Position position, std::string* error, Arguments... arguments) const {
    Status* status = function<Status*(Arguments...)>(position)(arguments...);
    if (status == nullptr) return true;
    *error = function<const char*(const Status*)>(kGetErrorMessage)(status);
    release(kReleaseStatus, status);
    return false;
  }

  template <typename Object>
  void release(Position position, Object* object) const {
    if (object != nullptr) function<void(Object*)>(position)(object);
  }

 private:
  template <typename Function>
  Function* function(Position position) const {
    return reinterpret_cast<Function*>(table_[position]);
  }

  void* const* table_;
};

// What the calls of a library share.
struct Runtime {
  Api api;
  Environment* environment;
  MemoryInfo* memoryInfo;
};

class Call : public LibraryCall {
 public:
  Call(const Runtime& runtime, const LibraryShape& shape)
      : runtime_(runtime),
        sizes_{static_cast<std::int64_t>(shape.rows), static_cast<std::int64_t>(shape.columns)} {}

  ~Call() override {
    const Api& api = runtime_.api;
    api.release(kReleaseValue, input_);
    api.release(kReleaseValue, output_);
    api.release(kReleaseSession, session_);
  }

  bool create(const LibraryShape& shape, std::string* error) {
    const Api& api = runtime_.api;
    const int threads = static_cast<int>(shape.threadCount);
    Options* options = nullptr;
    const bool isMade =
        api.call(kCreateSessionOptions, error, &options) &&
        api.call(kSetIntraOpNumThreads, error, options, threads) &&
        api.call(kSetInterOpNumThreads, error, options, 1) &&
        api.call(kCreateSessionFromArray, error,
                 static_cast<const Environment*>(runtime_.environment),
                 static_cast<const void*>(shape.model.data()), shape.model.size(),
                 static_cast<const Options*>(options), &session_);
    api.release(kReleaseSessionOptions, options);
    return isMade;
  }

  void run(const float* x, float* y) override {
    std::string ignored;
    if (x != x_ && !wrap(const_cast<float*>(x), &input_)) return;
    if (y != y_ && !wrap(y, &output_)) return;
    x_ = x;
    y_ = y;
    const char* const inputName = "x";
    const char* const outputName = "y";
    const Value* const input = input_;
    runtime_.api.call(kRun, &ignored, session_, static_cast<const void*>(nullptr), &inputName,
                      &input, std::size_t{1}, &outputName, std::size_t{1}, &output_);
  }

 private:
  // A tensor of that memory in place of the one before.
  bool wrap(float* data, Value** value) {
    const Api& api = runtime_.api;
    api.release(kReleaseValue, *value);
    *value = nullptr;
    const std::size_t bytes = static_cast<std::size_t>(sizes_[0] * sizes_[1]) * sizeof(float);
    std::string ignored;
    return api.call(kCreateTensorWithDataAsOrtValue, &ignored,
                    static_cast<const MemoryInfo*>(runtime_.memoryInfo), static_cast<void*>(data),
                    bytes, static_cast<const std::int64_t*>(sizes_), std::size_t{2}, kFloat, value);
  }

  const Runtime& runtime_;
  const std::int64_t sizes_[2];
  Session* session_ = nullptr;
  Value* input_ = nullptr;
  Value* output_ = nullptr;
  // Those that the tensors are of.
  const float* x_ = nullptr;
  float* y_ = nullptr;
};

class OnnxRuntime : public Library {
 public:
  OnnxRuntime(const Runtime& runtime, const char* version)
      : runtime_(runtime), version_(version) {}

  std::string version() const override { return version_; }

  std::unique_ptr<LibraryCall> prepare(const LibraryShape& shape, std::string* error) override {
    auto call = std::make_unique<Call>(runtime_, shape);
    if (call->create(shape, error)) return call;
    return nullptr;
  }

 private:
  const Runtime runtime_;
  const std::string version_;
};

}  // namespace

std::unique_ptr<Library> open_onnxruntime(const SharedObject& object, std::string* error) {
  const Base* (*getBase)() = nullptr;
  if (!find_function(object, "OrtGetApiBase", &getBase, error)) return nullptr;
  const Base& base = *getBase();
  void* const* table = base.getApi(kApiVersion);
  if (table == nullptr) {
    *error = "is too old";
    return nullptr;
  }
  Runtime runtime{Api(table), nullptr, nullptr};
  if (!runtime.api.call(kCreateEnv, error, kErrors, "softmax-bench", &runtime.environment) ||
      !runtime.api.call(kCreateCpuMemoryInfo, error, kDeviceAllocator, kDefaultMemory,
                        &runtime.memoryInfo)) {
    return nullptr;
  }
  return std::make_unique<OnnxRuntime>(runtime, base.getVersion());
}

}  // namespace softmax_bench
