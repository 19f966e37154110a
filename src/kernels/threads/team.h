// Threads and the memory that they work on.
//
// Weak scaling: every thread has its own x and y and runs the whole batch on them without waiting for any other.
// Strong scaling: all threads have one x and one y. Where there are at least as many rows as threads, each has a block of
// rows, and all meet behind the last (exchange.h). Else they split each row: each runs every pass on its part, whose
// seams lie between cache lines, and all meet behind each pass. Behind a pass that leaves something for the next
// every thread merges what all left, in the order of threads: all have the same bits, whoever was last.
//
// Clock readings of different threads are compared. The monotonic clock is the system's, one for all CPUs. A time-stamp
// counter is used only where it is invariant (clock.h): then all counters of a platform count at one rate from one reset
// (Intel SDM, "Invariant TSC"; AMD APM, "Time-Stamp Counter"), and a system that finds them apart adjusts them or keeps
// time by another clock.
#pragma once

#include "../driver.h"
#include "../memory.h"
#include "exchange.h"
#include "pool.h"

namespace softmax_bench {

enum class Scaling : std::uint8_t { weak, strong };

// What a pass leaves for those after it, and threads that share a row merge.
enum class Leaves : std::uint8_t { nothing, maximum, sum };

struct TeamRequest {
  const unsigned* cpus;
  std::size_t threadCount;
  Scaling scaling;
  std::size_t xBytes;  // of each thread with weak scaling
  std::size_t yBytes;
  Pages pages;
};

struct TeamRun {
  TimedRun timed;  // the rings are those of the first thread
  Leaves leaves[kMaxPasses];
  std::size_t threadCount;
};

struct TeamDurations {
  double callNs;  // from the first begin to the last end
  // Where threads have rows of their own, the mean over threads. Where they split rows, from the first begin of the pass
  // to its last end; what its barrier takes belongs to the call alone.
  double passNs[kMaxPasses];
};

class Team {
 public:
  enum class Failure : std::uint8_t { none, memory, threads };

  // Each page is touched by the thread that uses it; with strong scaling by the one whose part of the region it is.
  static Team* create(const TeamRequest& request, const Clock& clock, Failure* failure);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  std::size_t thread_count() const { return pool_->thread_count(); }
  bool is_pinned() const { return pool_->is_pinned(); }
  Scaling scaling() const { return scaling_; }
  // Of the first thread, or of all.
  const Region& x() const { return regions_[0]; }
  const Region& y() const { return regions_[1]; }
  std::int64_t transparent_huge_bytes() const;

  // Executes the passes once, untimed: in every thread on its own arrays, or in all together on one. Returns ln of the
  // sum of e^x that they left in the first thread.
  double execute(const TeamRun& run);
  // threadNs takes a value for each thread of the run: the time of a call until its end there.
  TeamDurations time(const TeamRun& run, double* threadNs);
  // Median of a barrier in ns.
  double barrier_ns(std::size_t threadCount);
  // With weak scaling copies the first thread's x to all others.
  void spread_x();
  // Every thread fills its y with NaN, or its part of the one that all have.
  void clear_y(std::size_t elementCount);
  // The first thread whose y begins with other bits than the first thread's; 0 where none does.
  std::size_t differing_thread(std::size_t elementCount, std::size_t threadCount);

 private:
  // What a thread writes while it works, apart from what the others write.
  struct Record {
    SoftmaxState state;
    std::uint64_t begin;
    std::uint64_t end;
    std::uint64_t busyTicks;
    double passNs[kMaxPasses];
  };
  struct Span {
    std::uint64_t begin;  // the first of all threads
    std::uint64_t end;    // the last

    void cover(const Span& other) {
      if (other.begin < begin) begin = other.begin;
      if (other.end > end) end = other.end;
    }
  };
  // What a thread leaves behind a pass on its part of a row; when it began and ended only with perPass.
  struct Posted {
    SoftmaxState state;
    Span span;
  };
  struct SharedRows;

  Team(Pool* pool, Scaling scaling, const Clock& clock);
  bool take_memory(const TeamRequest& request);
  // Of a thread with weak scaling.
  float* x_of(std::size_t thread) const { return static_cast<float*>(regions_[2 * thread].data); }
  float* y_of(std::size_t thread) const { return static_cast<float*>(regions_[2 * thread + 1].data); }

  // Every thread on arrays of its own, or all on one.
  void call_own_rows(const TeamRun& run);
  void call_shared_rows(SharedRows& shared);
  void call_block(SharedRows& shared, std::size_t thread);
  void call_columns(SharedRows& shared, std::size_t thread);
  std::uint64_t call_part(SharedRows& shared, std::size_t thread, PassArgs<float>& args, std::uint64_t* turn);
  SoftmaxState merged(const SharedRows& shared, Leaves leaves, std::uint64_t turn);
  Span pass_span(std::size_t threadCount, std::uint64_t turn);
  Span span_of(std::size_t threadCount) const;

  Pool* pool_;
  Scaling scaling_;
  Clock clock_;
  std::size_t regionCount_;
  Region* regions_;  // x and y, of one thread after the other with weak scaling
  std::size_t position_ = 0;  // calls since the memory was allocated: it moves the rings
  PaddedArray<Record> records_;
  Exchange<Posted> exchange_;
  std::uint64_t turn_ = 1;  // of the next meeting
};

}  // namespace softmax_bench
