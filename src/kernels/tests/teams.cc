// Every algorithm by several threads gives what it gives by one, on the fastest target and on the plainest: on rows of
// each thread and on a row that all share.
#include "../threads/team.h"

#include <cstring>
#include <iterator>
#include <string>
#include <vector>

#include "../targets.h"
#include "allowed-cpus.h"
#include "expect.h"
#include "reference.h"

namespace softmax_bench {
namespace {

struct Step {
  const char* pass;
  Leaves leaves;
};

const std::vector<Step> kAlgorithms[] = {
    {{"max", Leaves::maximum}, {"sum-exp", Leaves::sum}, {"scale-exp", Leaves::nothing}},
    {{"max", Leaves::maximum}, {"store-exp", Leaves::sum}, {"scale-in-place", Leaves::nothing}},
    {{"ext-sum", Leaves::sum}, {"ext-scale", Leaves::nothing}},
    {{"online-sum", Leaves::sum}, {"scale-exp", Leaves::nothing}},
};

constexpr std::size_t kRoom = 20000;

TeamRun run_of(const Team& team, const KernelList& list, const std::vector<Step>& steps,
               std::size_t elementCount, std::size_t threadCount) {
  TeamRun run{};
  run.threadCount = threadCount;
  run.timed.rows = {1, elementCount, elementCount};
  run.timed.batchCount = 1;
  run.timed.x = {static_cast<float*>(team.x().data), elementCount, 1};
  run.timed.y = {static_cast<float*>(team.y().data), elementCount, 1};
  for (const Step& step : steps) {
    const std::size_t p = run.timed.passes.count++;
    run.timed.passes.calls[p] = {find(list, step.pass)->run, 4096};
    run.leaves[p] = step.leaves;
  }
  return run;
}

bool is_softmax(const float* x, const float* y, std::size_t count) {
  const Reference reference = reference_of(x, count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!agrees(y[i], reference.softmax(x[i]))) return false;
  }
  return true;
}

void test_outputs(Team& team, const Target& target, std::size_t threadCount) {
  float* x = static_cast<float*>(team.x().data);
  float* y = static_cast<float*>(team.y().data);
  std::vector<float> before(kRoom);
  for (const std::vector<Step>& steps : kAlgorithms) {
    for (const std::size_t count : {std::size_t{1}, std::size_t{32}, std::size_t{663}, kRoom - 1}) {
      for (std::size_t i = 0; i < std::size(kInputs); ++i) {
        // Sanitizers take their time: every second input, another half at each length.
        if ((i + count) % 2 == 0 || (count > 1000 && i > 0)) continue;
        const Input& input = kInputs[i];
        const std::string where = std::string(target.name) + " " + steps[0].pass + ", " + input.name +
                                  ", " + std::to_string(count) + " elements, " +
                                  std::to_string(threadCount) + " threads";
        for (std::size_t e = 0; e < count; ++e) x[e] = input.value(e, count);
        team.spread_x();
        const TeamRun run = run_of(team, target.kernels(), steps, count, threadCount);
        y[count] = 7.0f;
        const double logSum = team.execute(run);
        expect(is_softmax(x, y, count) && y[count] == 7.0f, "softmax: " + where);
        expect(team.differing_thread(count, threadCount) == 0, "all threads agree: " + where);
        std::memcpy(before.data(), y, count * sizeof(float));
        const double again = team.execute(run);
        expect(std::memcmp(before.data(), y, count * sizeof(float)) == 0 &&
                   std::memcmp(&logSum, &again, sizeof logSum) == 0,
               "the same bits every time: " + where);
      }
    }
  }
}

void test_durations(Team& team, const Target& target, std::size_t threadCount) {
  for (const bool perPass : {false, true}) {
    TeamRun run = run_of(team, target.kernels(), kAlgorithms[0], 1000, threadCount);
    run.timed.x = {run.timed.x.base, 1008, 3};
    run.timed.y = {run.timed.y.base, 1008, 2};
    run.timed.batchCount = 7;
    run.timed.touchX = true;
    run.timed.perPass = perPass;
    std::vector<double> threadNs(threadCount);
    const TeamDurations durations = team.time(run, threadNs.data());
    for (const double ns : threadNs) {
      expect(ns >= 0 && ns <= durations.callNs, "no thread takes longer than all");
    }
    double total = 0;
    for (std::size_t p = 0; p < run.timed.passes.count; ++p) {
      expect(perPass || durations.passNs[p] == 0, "passes have durations only where they are timed");
      total += durations.passNs[p];
    }
    expect(total <= durations.callNs, "passes take no longer than the call");
  }
  expect(team.barrier_ns(threadCount) >= 0, "barriers take time");
}

// With weak scaling threads have arrays of their own.
void test_own_arrays(Team& team, const Target& target) {
  const std::size_t threadCount = team.thread_count();
  float* x = static_cast<float*>(team.x().data);
  const std::vector<Step> copy = {{"copy", Leaves::nothing}};
  const TeamRun run = run_of(team, target.kernels(), copy, 100, threadCount);
  for (std::size_t i = 0; i < 100; ++i) x[i] = static_cast<float>(i);
  team.spread_x();
  team.execute(run);
  expect(team.differing_thread(100, threadCount) == 0, "copies are the same");
  x[99] = -1.0f;
  team.execute(run);
  const std::size_t expected = team.scaling() == Scaling::weak && threadCount > 1 ? 1 : 0;
  expect(team.differing_thread(100, threadCount) == expected, "one element differs");
  expect(team.differing_thread(99, threadCount) == 0, "the others do not");
}

void test_team(const Target& target, const Clock& clock, Scaling scaling, std::size_t threadCount) {
  const std::vector<unsigned> cpus = cpus_for(threadCount);
  const std::size_t bytes = kRoom * sizeof(float);
  const TeamRequest request{cpus.data(), threadCount, scaling, bytes, bytes, Pages::standard};
  Team::Failure failure;
  Team* team = Team::create(request, clock, &failure);
  expect(team != nullptr && failure == Team::Failure::none, "a team has threads and memory");
  if (team == nullptr) return;
  test_outputs(*team, target, threadCount);
  test_durations(*team, target, threadCount);
  test_own_arrays(*team, target);
  delete team;
}

}  // namespace

void test_teams() {
  const CpuFeatures cpu = detect_cpu_features();
  const Clock clock = calibrate_clock(cpu);
  const TargetList targets = all_targets();
  bool hasFastest = false;
  for (std::size_t t = 0; t < targets.count; ++t) {
    if (hasFastest && t + 1 < targets.count) continue;
    if (!targets.targets[t].available(cpu)) continue;
    hasFastest = true;
    for (const Scaling scaling : {Scaling::weak, Scaling::strong}) {
      for (const std::size_t threadCount : {1, 2, 3, 7}) {
        test_team(targets.targets[t], clock, scaling, threadCount);
      }
    }
  }
  const std::vector<unsigned> cpus = cpus_for(2);
  const std::size_t tooMuch = std::size_t{1} << 60;
  Team::Failure failure;
  Team* team = Team::create({cpus.data(), 2, Scaling::strong, tooMuch, 64, Pages::standard}, clock,
                            &failure);
  expect(team == nullptr && failure == Team::Failure::memory, "too much memory is refused");
}

}  // namespace softmax_bench
