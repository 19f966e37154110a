// Threads of the operating system and events that they sleep on. C++'s own threads would bind prebuilt addons to a
// C++ library and a C library newer than those of the systems that Node runs on.
#pragma once

#if defined(_WIN32)
#include <windows.h>
#else
#include <pthread.h>
#endif

namespace softmax_bench {

// CPU numbers reach to one less.
constexpr unsigned kCpuLimit = 8192;

// What one thread sleeps on until another sets it. It is clear again afterwards.
class Event {
 public:
  Event();
  ~Event();
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  void set();
  void wait();

 private:
#if defined(_WIN32)
  HANDLE event_;
#else
  pthread_mutex_t mutex_;
  pthread_cond_t changed_;
  bool isSet_ = false;
#endif
};

class Thread {
 public:
  // False where the system refuses. Signals of the process stay with the threads that it has already.
  bool start(void (*body)(void*), void* argument);
  // Waits for the end of a thread that started.
  void join();

 private:
#if defined(_WIN32)
  static DWORD WINAPI enter(void* self);
  HANDLE handle_ = nullptr;
#else
  static void* enter(void* self);
  pthread_t handle_{};
#endif
  void (*body_)(void*) = nullptr;
  void* argument_ = nullptr;
};

// Binds the calling thread to a CPU, as the system counts them; on Windows 64 to each processor group. True where the
// system says afterwards that it runs there and nowhere else. macOS cannot.
bool pin_to_cpu(unsigned cpu);

// Lets another thread run on this CPU, if one waits.
void yield_cpu();

// Tells the core that its thread spins.
inline void pause_cpu() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb" : : : "memory");
#endif
}

}  // namespace softmax_bench
