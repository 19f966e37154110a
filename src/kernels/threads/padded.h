// Arrays whose entries lie apart: what one thread writes shares no cache line with what another reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace softmax_bench {

// Two lines: CPUs fetch them in pairs.
constexpr std::size_t kApartBytes = 128;

template <class Entry>
class PaddedArray {
 public:
  explicit PaddedArray(std::size_t count) : count_(count) {
    memory_ = std::calloc(count + 1, sizeof(Padded));
    if (memory_ == nullptr) std::abort();
    const auto begin = reinterpret_cast<std::uintptr_t>(memory_);
    entries_ = reinterpret_cast<Padded*>((begin + kApartBytes - 1) / kApartBytes * kApartBytes);
    for (std::size_t i = 0; i < count; ++i) new (&entries_[i]) Padded();
  }
  ~PaddedArray() {
    for (std::size_t i = 0; i < count_; ++i) entries_[i].~Padded();
    std::free(memory_);
  }
  PaddedArray(const PaddedArray&) = delete;
  PaddedArray& operator=(const PaddedArray&) = delete;

  Entry& operator[](std::size_t index) { return entries_[index].entry; }
  const Entry& operator[](std::size_t index) const { return entries_[index].entry; }
  std::size_t count() const { return count_; }

 private:
  struct alignas(kApartBytes) Padded {
    Entry entry;
  };

  std::size_t count_;
  void* memory_;
  Padded* entries_;
};

}  // namespace softmax_bench
