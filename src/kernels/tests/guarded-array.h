// Arrays that leave no room for an access outside. On the heap the address sanitizer sees every access that
// the compiler wrote out, but GCC's does not look into masked and non-temporal vector instructions.
// Those meet a page without access, at the end of the array or before its beginning.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>

namespace softmax_bench {

enum class Edge { heap, pageEnd, pageBegin };

class GuardedArray {
 public:
  // On the heap it starts `offset` floats behind the allocation; beside a page its place is given.
  GuardedArray(std::size_t count, std::size_t offset, Edge edge) : count_(count), edge_(edge) {
    if (edge == Edge::heap) {
      memory_ = std::malloc((offset + count) * sizeof(float));
      data_ = static_cast<float*>(memory_) + offset;
      return;
    }
    usableBytes_ = (count * sizeof(float) + kPageBytes - 1) / kPageBytes * kPageBytes;
    memory_ = mmap(nullptr, usableBytes_ + 2 * kPageBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
                   -1, 0);
    if (memory_ == MAP_FAILED) std::abort();
    char* usable = static_cast<char*>(memory_) + kPageBytes;
    if (mprotect(usable, usableBytes_, PROT_READ | PROT_WRITE) != 0) std::abort();
    data_ = reinterpret_cast<float*>(edge == Edge::pageBegin ? usable : usable + usableBytes_) -
            (edge == Edge::pageBegin ? 0 : count);
  }
  ~GuardedArray() {
    if (edge_ == Edge::heap) {
      std::free(memory_);
    } else {
      munmap(memory_, usableBytes_ + 2 * kPageBytes);
    }
  }
  GuardedArray(const GuardedArray&) = delete;
  GuardedArray& operator=(const GuardedArray&) = delete;

  float* data() const { return data_; }
  std::size_t count() const { return count_; }

 private:
  static constexpr std::size_t kPageBytes = 65536;  // a multiple of any CPU's page

  std::size_t count_;
  Edge edge_;
  std::size_t usableBytes_ = 0;
  void* memory_;
  float* data_;
};

}  // namespace softmax_bench
