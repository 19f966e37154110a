#include "../clock-source.h"

#include "expect.h"

namespace softmax_bench {

void test_clock_source() {
  expect(offers_timestamp_counter("tsc\n", "tsc hpet acpi_pm \n"), "the counter in use");
  expect(offers_timestamp_counter("hpet\n", "tsc hpet acpi_pm \n"), "the counter on offer");
  expect(offers_timestamp_counter("kvm-clock\n", "kvm-clock \n"), "a clock made of the counter");
  expect(offers_timestamp_counter("", ""), "a system that says nothing");
  expect(!offers_timestamp_counter("hpet\n", "hpet acpi_pm \n"), "an unsteady counter");
  expect(!offers_timestamp_counter("acpi_pm", "acpi_pm"), "an unsteady counter, no line ends");
  expect(!offers_timestamp_counter("jiffies\n", "tsc-early jiffies\n"), "a counter of another name");
}

}  // namespace softmax_bench
