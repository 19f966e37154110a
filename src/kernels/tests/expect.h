// Counts what holds and what does not, and tells of the latter.
#pragma once

#include <string>

namespace softmax_bench {

void expect(bool holds, const std::string& what);

void test_clock_source();
void test_partials();
void test_kernels();
void test_memory();
void test_pool();
void test_teams();

}  // namespace softmax_bench
