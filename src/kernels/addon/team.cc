// allocateTeam() and what is done with teams: threads and their memory (threads/team.h).
#include "../threads/team.h"

#include <algorithm>
#include <vector>

#include "functions.h"

namespace softmax_bench {
namespace {

// What a handle of JavaScript leads to. The team is null once it is freed.
struct TeamHolder {
  Team* team;
};

void release_team(napi_env, void* data, void*) {
  TeamHolder* holder = static_cast<TeamHolder*>(data);
  delete holder->team;
  delete holder;
}

// The team of a call's first argument, which it refuses where there is none.
Team* read_team(Call& call) {
  const TeamHolder* holder = call.handle<TeamHolder>(call.arguments[0], "team");
  if (holder == nullptr) return nullptr;
  if (holder->team == nullptr) call.refuse("freed team");
  return holder->team;
}

std::size_t read_thread_count(Call& call, const Team& team) {
  return call.size(call.arguments[1], "threadCount", 1, team.thread_count());
}

// A number of elements that fits y.
std::size_t read_y_count(Call& call, const Team& team) {
  return call.size(call.arguments[1], "elementCount", 0, elements_of(team.y()).size());
}

constexpr Named<Scaling> kScalings[] = {{"weak", Scaling::weak}, {"strong", Scaling::strong}};
constexpr Named<Leaves> kLeaves[] = {{"max", Leaves::maximum}, {"sum", Leaves::sum}};

// Of each pass: 'max', 'sum' or null.
bool read_leaves(Call& call, napi_value request, std::size_t passCount, Leaves* leaves) {
  const napi_value list = call.property(request, "passes");
  for (std::uint32_t p = 0; p < passCount; ++p) {
    const napi_value entry = call.entry(list, p);
    napi_valuetype type = napi_undefined;
    napi_typeof(call.env, call.property(entry, "leaves"), &type);
    leaves[p] = type == napi_null ? Leaves::nothing : call.choice(entry, "leaves", kLeaves);
  }
  return call.ok;
}

std::vector<unsigned> read_cpus(Call& call, napi_value request) {
  const napi_value list = call.property(request, "cpus");
  std::vector<unsigned> cpus(call.length(list));
  for (std::uint32_t c = 0; c < cpus.size(); ++c) {
    if (napi_get_value_uint32(call.env, call.entry(list, c), &cpus[c]) != napi_ok ||
        cpus[c] >= kCpuLimit) {
      call.refuse("cpus");
    }
  }
  if (cpus.empty()) call.refuse("cpus");
  return cpus;
}

}  // namespace

// allocateTeam({ cpus, scaling, xBytes, yBytes, pages }): 'memory' or 'threads' where these cannot be had.
napi_value allocate_team(napi_env env, napi_callback_info info) {
  Call call(env, info, 1);
  const napi_value request = call.arguments[0];
  const std::vector<unsigned> cpus = read_cpus(call, request);
  const TeamRequest wanted{cpus.data(),
                           cpus.size(),
                           call.choice(request, "scaling", kScalings),
                           call.size(request, "xBytes"),
                           call.size(request, "yBytes"),
                           call.choice(request, "pages", kPages)};
  if (!call.ok) return nullptr;
  Team::Failure failure = Team::Failure::none;
  Team* team = Team::create(wanted, call.addon->clock, &failure);
  if (team == nullptr) return text(env, failure == Team::Failure::memory ? "memory" : "threads");

  const napi_value handle = make_handle(env, new TeamHolder{team}, release_team);
  if (handle == nullptr) return nullptr;
  const napi_value result =
      describe_memory(env, handle, team->x(), team->y(), team->transparent_huge_bytes());
  return set(env, result, "isPinned", boolean(env, team->is_pinned()));
}

// freeTeam({ handle, x, y }): detaches the views, ends the threads and gives the memory back. A second time does nothing.
napi_value free_team(napi_env env, napi_callback_info info) {
  Call call(env, info, 1);
  const napi_value memory = call.arguments[0];
  TeamHolder* holder = call.handle<TeamHolder>(call.property(memory, "handle"), "team");
  if (!call.ok || holder->team == nullptr || !detach_views(call, memory)) return nullptr;
  delete holder->team;
  holder->team = nullptr;
  return nullptr;
}

// executeInTeam(handle, { threadCount, target, passes, rows, columns, rowStrideElements }): as execute().
napi_value execute_in_team(napi_env env, napi_callback_info info) {
  Call call(env, info, 2);
  Team* team = read_team(call);
  if (!call.ok) return nullptr;
  const napi_value request = call.arguments[1];
  const std::span<float> x = elements_of(team->x());
  const std::span<float> y = elements_of(team->y());
  TeamRun run{};
  const Rows& rows = run.timed.rows;
  run.threadCount = read_thread_count(call, *team);
  if (!read_passes(call, request, &run.timed.passes)) return nullptr;
  if (!read_leaves(call, request, run.timed.passes.count, run.leaves)) return nullptr;
  if (!read_rows(call, request, std::min(x.size(), y.size()), &run.timed.rows)) return nullptr;
  run.timed.x = {x.data(), rows.span(), 1};
  run.timed.y = {y.data(), rows.span(), 1};
  run.timed.batchCount = 1;
  return number(env, team->execute(run));
}

// timeInTeam(handle, { threadCount, ... as time() }): Float64Array of the call's duration, of each pass with perPass,
// of each thread.
napi_value time_in_team(napi_env env, napi_callback_info info) {
  Call call(env, info, 2);
  Team* team = read_team(call);
  if (!call.ok) return nullptr;
  const napi_value request = call.arguments[1];
  TeamRun run{};
  run.threadCount = read_thread_count(call, *team);
  if (!read_run(call, request, team->x(), team->y(), &run.timed)) return nullptr;
  if (!read_leaves(call, request, run.timed.passes.count, run.leaves)) return nullptr;

  const std::size_t passCount = run.timed.perPass ? run.timed.passes.count : 0;
  double* values = nullptr;
  const napi_value result = float64_array(env, 1 + passCount + run.threadCount, &values);
  if (result == nullptr) return nullptr;
  const TeamDurations durations = team->time(run, values + 1 + passCount);
  values[0] = durations.callNs;
  std::copy_n(durations.passNs, passCount, values + 1);
  return result;
}

// barrierNs(handle, { threadCount })
napi_value barrier_ns(napi_env env, napi_callback_info info) {
  Call call(env, info, 2);
  Team* team = read_team(call);
  if (!call.ok) return nullptr;
  const std::size_t threadCount = read_thread_count(call, *team);
  return call.ok ? number(env, team->barrier_ns(threadCount)) : nullptr;
}

// spreadX(handle)
napi_value spread_x(napi_env env, napi_callback_info info) {
  Call call(env, info, 1);
  Team* team = read_team(call);
  if (call.ok) team->spread_x();
  return nullptr;
}

// clearY(handle, { elementCount })
napi_value clear_y(napi_env env, napi_callback_info info) {
  Call call(env, info, 2);
  Team* team = read_team(call);
  if (!call.ok) return nullptr;
  const std::size_t elementCount = read_y_count(call, *team);
  if (call.ok) team->clear_y(elementCount);
  return nullptr;
}

// differingThread(handle, { elementCount, threadCount }): 0 where none differs.
napi_value differing_thread(napi_env env, napi_callback_info info) {
  Call call(env, info, 2);
  Team* team = read_team(call);
  if (!call.ok) return nullptr;
  const std::size_t threadCount = read_thread_count(call, *team);
  const std::size_t elementCount = read_y_count(call, *team);
  if (!call.ok) return nullptr;
  return number(env, static_cast<double>(team->differing_thread(elementCount, threadCount)));
}

}  // namespace softmax_bench
