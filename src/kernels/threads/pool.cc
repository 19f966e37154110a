#include "pool.h"

#include "../subnormals.h"

namespace softmax_bench {

Pool* Pool::create(const unsigned* cpus, std::size_t threadCount) {
  Pool* pool = new Pool(threadCount);
  for (std::size_t t = 0; t < threadCount; ++t) {
    Worker& worker = pool->workers_[t];
    worker.pool = pool;
    worker.index = t;
    worker.isStarted = worker.thread.start(work, &worker);
    if (!worker.isStarted) {
      delete pool;
      return nullptr;
    }
  }
  std::atomic<bool> isPinned{true};
  pool->run(threadCount, [&](std::size_t t) {
    if (!pin_to_cpu(cpus[t])) isPinned.store(false, std::memory_order_relaxed);
  });
  pool->isPinned_ = isPinned.load(std::memory_order_relaxed);
  return pool;
}

Pool::~Pool() {
  job_ = nullptr;
  for (std::size_t t = 0; t < workers_.count(); ++t) {
    if (!workers_[t].isStarted) continue;
    workers_[t].wake.set();
    workers_[t].thread.join();
  }
}

void Pool::work(void* argument) {
  Worker& self = *static_cast<Worker*>(argument);
  Pool& pool = *self.pool;
  const FlushSubnormals flush;
  while (true) {
    self.wake.wait();
    if (pool.job_ == nullptr) return;
    pool.job_(pool.context_, self.index);
    if (pool.pending_[0].fetch_sub(1, std::memory_order_acq_rel) == 1) pool.done_.set();
  }
}

void Pool::run_erased(std::size_t threadCount, ErasedJob job, void* context) {
  job_ = job;
  context_ = context;
  pending_[0].store(threadCount, std::memory_order_relaxed);
  for (std::size_t t = 0; t < threadCount; ++t) workers_[t].wake.set();
  done_.wait();
}

}  // namespace softmax_bench
