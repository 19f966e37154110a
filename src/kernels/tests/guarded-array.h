// Arrays that leave no room for an access outside. On the heap the address sanitizer sees every access that
// the compiler wrote out, but GCC's does not look into masked and non-temporal vector instructions.
// Those meet a page without access, at the end of the array or before its beginning.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <vector>

namespace softmax_bench {

enum class Edge { heap, pageEnd, pageBegin };

// Pages between two without access, of which each is used again and again: the system takes longer to map them,
// under an emulator much longer, than a kernel to run.
class GuardedPages {
 public:
  static constexpr std::size_t kBytes = 65536;  // a multiple of any CPU's page

  static char* take() {
    if (free_.empty()) free_.push_back(map());
    char* pages = free_.back();
    free_.pop_back();
    return pages;
  }
  static void give_back(char* pages) { free_.push_back(pages); }

 private:
  static char* map() {
    void* memory = mmap(nullptr, 3 * kBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) std::abort();
    char* pages = static_cast<char*>(memory) + kBytes;
    if (mprotect(pages, kBytes, PROT_READ | PROT_WRITE) != 0) std::abort();
    return pages;
  }

  static inline std::vector<char*> free_;
};

// Beside a page without access it has at most GuardedPages::kBytes.
class GuardedArray {
 public:
  // On the heap it starts `offset` floats behind the allocation; beside a page its place is given.
  GuardedArray(std::size_t count, std::size_t offset, Edge edge) : count_(count), edge_(edge) {
    const std::size_t bytes = count * sizeof(float);
    if (edge == Edge::heap) {
      memory_ = static_cast<char*>(std::malloc(offset * sizeof(float) + bytes));
      data_ = reinterpret_cast<float*>(memory_) + offset;
      return;
    }
    if (bytes > GuardedPages::kBytes) std::abort();
    memory_ = GuardedPages::take();
    const std::size_t begin = edge == Edge::pageBegin ? 0 : GuardedPages::kBytes - bytes;
    data_ = reinterpret_cast<float*>(memory_ + begin);
  }
  ~GuardedArray() {
    if (edge_ == Edge::heap) {
      std::free(memory_);
    } else {
      GuardedPages::give_back(memory_);
    }
  }
  GuardedArray(const GuardedArray&) = delete;
  GuardedArray& operator=(const GuardedArray&) = delete;

  float* data() const { return data_; }
  std::size_t count() const { return count_; }

 private:
  std::size_t count_;
  Edge edge_;
  char* memory_;
  float* data_;
};

}  // namespace softmax_bench
