// Where threads meet and leave something for each other: each posts an entry, and has those of all when it goes on. A
// thread writes to a line of its own and reads those of the others at once, so that a meeting takes one transfer of a
// line between cores; a barrier, one thread that merges what all left, and the way back take four in a row.
#pragma once

#include "barrier.h"

namespace softmax_bench {

template <class Entry>
class Exchange {
 public:
  explicit Exchange(std::size_t maxThreadCount) : posts_(2 * maxThreadCount) {}

  // Of the meeting `turn`, the same for all that meet; the turns of a thread grow, from 1 on.
  void meet(std::size_t thread, std::size_t threadCount, std::uint64_t turn, const Entry& entry) {
    Post& own = post(thread, turn);
    own.entry = entry;
    own.turn.store(turn, std::memory_order_release);
    for (std::size_t t = 0; t < threadCount; ++t) {
      spin_until([&] { return post(t, turn).turn.load(std::memory_order_acquire) == turn; });
    }
  }

  // What a thread posted at a meeting: for those that were there, until they come to the next.
  const Entry& entry(std::size_t thread, std::uint64_t turn) { return post(thread, turn).entry; }

 private:
  struct Post {
    std::atomic<std::uint64_t> turn{0};
    Entry entry;
  };

  // Two a thread: who has left a meeting may post for the next one while others still read.
  Post& post(std::size_t thread, std::uint64_t turn) { return posts_[2 * thread + turn % 2]; }

  PaddedArray<Post> posts_;
};

}  // namespace softmax_bench
