// Threads that live as long as their pool, each pinned to a CPU, with subnormals flushed (subnormals.h).
//
// The protocol. Between jobs every thread sleeps on its own event, so that a thread that has nothing to do takes
// nothing from its core. `run` wakes the first n threads and sleeps itself; these execute the job, in which they may
// meet at the barrier; the last one to end it wakes the caller. Waking takes system calls and microseconds, so a job
// that times something begins with a barrier, and reads its clock behind it. Threads wait for each other by spinning
// only inside a job.
#pragma once

#include "barrier.h"

namespace softmax_bench {

class Pool {
 public:
  // Null where the system refuses a thread.
  static Pool* create(const unsigned* cpus, std::size_t threadCount);
  // Ends the threads.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  std::size_t thread_count() const { return workers_.count(); }
  // Whether the system kept every thread on its CPU.
  bool is_pinned() const { return isPinned_; }
  // For all threads of one job.
  SpinBarrier& barrier() { return barrier_; }

  // Calls job(t) in thread t, for t from 0 to threadCount - 1, and returns when all have ended.
  template <class Job>
  void run(std::size_t threadCount, Job job) {
    run_erased(
        threadCount, [](void* context, std::size_t thread) { (*static_cast<Job*>(context))(thread); },
        &job);
  }

 private:
  using ErasedJob = void (*)(void* context, std::size_t thread);

  struct Worker {
    Pool* pool = nullptr;
    std::size_t index = 0;
    bool isStarted = false;
    Thread thread;
    Event wake;
  };

  explicit Pool(std::size_t threadCount)
      : workers_(threadCount), barrier_(threadCount), pending_(1) {}

  static void work(void* worker);
  void run_erased(std::size_t threadCount, ErasedJob job, void* context);

  PaddedArray<Worker> workers_;
  SpinBarrier barrier_;
  PaddedArray<std::atomic<std::size_t>> pending_;  // threads that have not ended the job
  Event done_;
  // The job; null ends the threads. Written while they sleep.
  ErasedJob job_ = nullptr;
  void* context_ = nullptr;
  bool isPinned_ = false;
};

}  // namespace softmax_bench
