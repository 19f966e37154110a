#if !defined(_WIN32)

#include "thread.h"

#include "../first-glibc.h"

#include <sched.h>
#include <signal.h>

SB_FIRST_VERSION(pthread_create);
SB_FIRST_VERSION(pthread_join);

namespace softmax_bench {

Event::Event() {
  pthread_mutex_init(&mutex_, nullptr);
  pthread_cond_init(&changed_, nullptr);
}

Event::~Event() {
  pthread_cond_destroy(&changed_);
  pthread_mutex_destroy(&mutex_);
}

void Event::set() {
  pthread_mutex_lock(&mutex_);
  isSet_ = true;
  pthread_cond_signal(&changed_);
  pthread_mutex_unlock(&mutex_);
}

void Event::wait() {
  pthread_mutex_lock(&mutex_);
  while (!isSet_) pthread_cond_wait(&changed_, &mutex_);
  isSet_ = false;
  pthread_mutex_unlock(&mutex_);
}

void* Thread::enter(void* self) {
  const Thread* thread = static_cast<Thread*>(self);
  thread->body_(thread->argument_);
  return nullptr;
}

bool Thread::start(void (*body)(void*), void* argument) {
  body_ = body;
  argument_ = argument;
  // A new thread inherits the mask of the one that makes it.
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  const bool isStarted = pthread_create(&handle_, nullptr, enter, this) == 0;
  sigprocmask(SIG_SETMASK, &before, nullptr);
  return isStarted;
}

void Thread::join() { pthread_join(handle_, nullptr); }

#if defined(__linux__)

bool pin_to_cpu(unsigned cpu) {
  // cpu_set_t ends at CPU 1023. The system reads and writes as many bits as it knows CPUs.
  constexpr unsigned kBits = 8 * sizeof(unsigned long);
  unsigned long wanted[kCpuLimit / kBits] = {};
  unsigned long given[kCpuLimit / kBits] = {};
  if (cpu >= kCpuLimit) return false;
  wanted[cpu / kBits] = 1ul << (cpu % kBits);
  return sched_setaffinity(0, sizeof wanted, reinterpret_cast<cpu_set_t*>(wanted)) == 0 &&
         sched_getaffinity(0, sizeof given, reinterpret_cast<cpu_set_t*>(given)) == 0 &&
         __builtin_memcmp(wanted, given, sizeof wanted) == 0;
}

#else

bool pin_to_cpu(unsigned) { return false; }

#endif

void yield_cpu() { sched_yield(); }

}  // namespace softmax_bench

#endif
