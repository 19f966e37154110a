// What the operating system thinks of the time-stamp counter.
#pragma once

namespace softmax_bench {

// False where Linux keeps time by a device and does not offer the counter (`tsc`): it found the counter unsteady while
// it ran, or cannot tell. True where it keeps time by the counter (`kvm-clock` and others are made of it), offers it, or
// says nothing.
// @param current, available the files `current_clocksource` and `available_clocksource`; empty where they cannot be read.
bool offers_timestamp_counter(const char* current, const char* available);

// The same of this system.
bool system_offers_timestamp_counter();

}  // namespace softmax_bench
