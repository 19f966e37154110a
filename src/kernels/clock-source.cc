#include "clock-source.h"

#include <cstdio>
#include <cstring>

namespace softmax_bench {

namespace {

constexpr const char* kDevices[] = {"hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit"};

// Whether a list of words has this one.
bool has_word(const char* words, const char* word) {
  const std::size_t length = std::strlen(word);
  for (const char* rest = words + std::strspn(words, " \n"); *rest != '\0';) {
    const std::size_t own = std::strcspn(rest, " \n");
    if (own == length && std::strncmp(rest, word, length) == 0) return true;
    rest += own;
    rest += std::strspn(rest, " \n");
  }
  return false;
}

template <std::size_t kSize>
void read_text(const char* path, char (&text)[kSize]) {
  text[0] = '\0';
  std::FILE* file = std::fopen(path, "r");
  if (file == nullptr) return;
  text[std::fread(text, 1, kSize - 1, file)] = '\0';
  std::fclose(file);
}

}  // namespace

bool offers_timestamp_counter(const char* current, const char* available) {
  if (has_word(available, "tsc")) return true;
  for (const char* device : kDevices) {
    if (has_word(current, device)) return false;
  }
  return true;
}

bool system_offers_timestamp_counter() {
  char current[64], available[256];
  read_text("/sys/devices/system/clocksource/clocksource0/current_clocksource", current);
  read_text("/sys/devices/system/clocksource/clocksource0/available_clocksource", available);
  return offers_timestamp_counter(current, available);
}

}  // namespace softmax_bench
