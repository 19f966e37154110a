#if defined(_WIN32)

#include "thread.h"

namespace softmax_bench {

Event::Event() : event_(CreateEventW(nullptr, FALSE, FALSE, nullptr)) {}
Event::~Event() { CloseHandle(event_); }
void Event::set() { SetEvent(event_); }
void Event::wait() { WaitForSingleObject(event_, INFINITE); }

DWORD WINAPI Thread::enter(void* self) {
  const Thread* thread = static_cast<Thread*>(self);
  thread->body_(thread->argument_);
  return 0;
}

bool Thread::start(void (*body)(void*), void* argument) {
  body_ = body;
  argument_ = argument;
  handle_ = CreateThread(nullptr, 0, enter, this, 0, nullptr);
  return handle_ != nullptr;
}

void Thread::join() {
  WaitForSingleObject(handle_, INFINITE);
  CloseHandle(handle_);
}

bool pin_to_cpu(unsigned cpu) {
  GROUP_AFFINITY wanted{};
  GROUP_AFFINITY given{};
  wanted.Group = static_cast<WORD>(cpu / 64);
  wanted.Mask = KAFFINITY{1} << (cpu % 64);
  const HANDLE self = GetCurrentThread();
  return SetThreadGroupAffinity(self, &wanted, nullptr) != 0 &&
         GetThreadGroupAffinity(self, &given) != 0 && given.Group == wanted.Group &&
         given.Mask == wanted.Mask;
}

void yield_cpu() { SwitchToThread(); }

}  // namespace softmax_bench

#endif
