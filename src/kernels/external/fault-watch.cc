#include "fault-watch.h"

#if defined(_WIN32)

namespace softmax_bench {

void report_faults_to(int) {}
FaultWatch::FaultWatch(const WatchedArray&, const WatchedArray&) {}
FaultWatch::~FaultWatch() {}

}  // namespace softmax_bench

#else

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#if defined(__linux__) && defined(__x86_64__)
#include <ucontext.h>
#endif

namespace softmax_bench {
namespace {

constexpr int kSignals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};
constexpr std::size_t kSignalCount = sizeof kSignals / sizeof kSignals[0];

// What a handler reads: no more than one call is watched at a time.
int reportDescriptor = -1;
WatchedArray watchedX;
WatchedArray watchedY;
struct sigaction before[kSignalCount];

// Further from an array than this an address has nothing to do with it.
constexpr std::size_t kNearBytes = std::size_t{1} << 21;

bool is_near(const WatchedArray& array, const char* address) {
  return array.begin != nullptr && address >= array.begin - kNearBytes &&
         address < array.end + kNearBytes;
}

// What a handler may call: no allocation, no lock.
struct Line {
  char text[96];
  std::size_t length = 0;

  void add(const char* part) {
    while (*part != '\0' && length < sizeof text) text[length++] = *part++;
  }
  void add(long long value) {
    char digits[24];
    std::size_t count = 0;
    unsigned long long rest = value < 0 ? 0ULL - static_cast<unsigned long long>(value)
                                        : static_cast<unsigned long long>(value);
    do {
      digits[count++] = static_cast<char>('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) add("-");
    while (count > 0 && length < sizeof text) text[length++] = digits[--count];
  }
};

const char* access_of(int signal, const void* context) {
#if defined(__linux__) && defined(__x86_64__)
  // Bit 1 of a page fault's error code: a write (Intel's manual, volume 3, 4.7).
  if (signal == SIGSEGV) {
    const auto* machine = &static_cast<const ucontext_t*>(context)->uc_mcontext;
    return (machine->gregs[REG_ERR] & 2) != 0 ? "write" : "read";
  }
#endif
  (void)signal;
  (void)context;
  return "-";
}

// Leaves the signal to what the system does by default, which ends the process when the instruction is tried again.
void tell(int signal, siginfo_t* info, void* context) {
  const char* address = static_cast<const char*>(info->si_addr);
  const bool isAccess = signal == SIGSEGV || signal == SIGBUS;
  // Of an address that is no address of this machine the system tells nothing.
  const bool isX = isAccess && is_near(watchedX, address);
  const bool isY = isAccess && !isX && is_near(watchedY, address);
  const WatchedArray& array = isX ? watchedX : watchedY;
  Line line;
  line.add(static_cast<long long>(signal));
  line.add(isX ? " x " : isY ? " y " : " - ");
  line.add(isX || isY ? static_cast<long long>(address - array.begin) : 0LL);
  line.add(" ");
  line.add(isX || isY ? static_cast<long long>(array.end - array.begin) : 0LL);
  line.add(" ");
  line.add(isAccess ? access_of(signal, context) : "-");
  line.add("\n");
  // Nothing can be done where it cannot be told.
  if (write(reportDescriptor, line.text, line.length) < 0) return;
}

}  // namespace

void report_faults_to(int descriptor) {
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  reportDescriptor = descriptor;
}

FaultWatch::FaultWatch(const WatchedArray& x, const WatchedArray& y) {
  if (reportDescriptor < 0) return;
  watchedX = x;
  watchedY = y;
  struct sigaction action {};
  action.sa_sigaction = tell;
  // No handler of another's: it might let the code go on.
  action.sa_flags = SA_SIGINFO | SA_RESETHAND;
  for (std::size_t s = 0; s < kSignalCount; ++s) sigaction(kSignals[s], &action, &before[s]);
}

FaultWatch::~FaultWatch() {
  if (reportDescriptor < 0) return;
  for (std::size_t s = 0; s < kSignalCount; ++s) sigaction(kSignals[s], &before[s], nullptr);
}

}  // namespace softmax_bench

#endif
