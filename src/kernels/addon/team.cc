// allocateTeam() and what is done with teams: threads and their memory (threads/team.h).
#include "../threads/team.h"

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

TeamHolder* holder_of(napi_env env, napi_value handle) {
  void* data = nullptr;
  if (napi_get_value_external(env, handle, &data) != napi_ok) {
    napi_throw_type_error(env, nullptr, "no team");
    return nullptr;
  }
  return static_cast<TeamHolder*>(data);
}

// The team of a call's first argument; throws and returns null where there is none.
Team* read_team(napi_env env, napi_callback_info info, std::size_t argumentCount, Call* call) {
  if (!read_call(env, info, argumentCount, call)) return nullptr;
  TeamHolder* holder = holder_of(env, call->arguments[0]);
  if (holder == nullptr) return nullptr;
  if (holder->team == nullptr) napi_throw_type_error(env, nullptr, "the team is freed");
  return holder->team;
}

bool read_thread_count(Reader& reader, const Team& team, napi_value request, std::size_t* count) {
  *count = reader.size(request, "threadCount");
  if (reader.ok && *count > 0 && *count <= team.thread_count()) return true;
  if (reader.ok) napi_throw_range_error(reader.env, nullptr, "threadCount");
  return reader.ok = false;
}

// A number of elements that fits y.
bool read_y_count(Reader& reader, const Team& team, napi_value request, std::size_t* count) {
  *count = reader.size(request, "elementCount");
  if (reader.ok && *count <= team.y().bytes / sizeof(float)) return true;
  if (reader.ok) napi_throw_range_error(reader.env, nullptr, "elementCount");
  return reader.ok = false;
}

// Of each pass: 'max', 'sum' or null.
bool read_leaves(Reader& reader, napi_value request, std::size_t passCount, Leaves* leaves) {
  const napi_value list = reader.property(request, "passes");
  for (std::uint32_t p = 0; p < passCount; ++p) {
    napi_value entry = nullptr;
    napi_get_element(reader.env, list, p, &entry);
    napi_valuetype type = napi_undefined;
    napi_typeof(reader.env, reader.property(entry, "leaves"), &type);
    leaves[p] = Leaves::nothing;
    if (type == napi_null) continue;
    char name[8] = "";
    reader.text(entry, "leaves", name);
    if (!reader.ok) return false;
    leaves[p] = __builtin_strcmp(name, "max") == 0 ? Leaves::maximum : Leaves::sum;
  }
  return reader.ok;
}

// Where `cpus` has no numbers of CPUs, throws and returns null; else its caller frees the array.
unsigned* read_cpus(Reader& reader, napi_value request, std::size_t* count) {
  const napi_value list = reader.property(request, "cpus");
  std::uint32_t length = 0;
  if (!reader.ok || napi_get_array_length(reader.env, list, &length) != napi_ok || length == 0) {
    reader.refuse("cpus");
    return nullptr;
  }
  *count = length;
  unsigned* cpus = new unsigned[length];
  for (std::uint32_t c = 0; c < length; ++c) {
    napi_value entry = nullptr;
    napi_get_element(reader.env, list, c, &entry);
    if (napi_get_value_uint32(reader.env, entry, &cpus[c]) == napi_ok && cpus[c] < kCpuLimit) continue;
    reader.refuse("cpus");
    delete[] cpus;
    return nullptr;
  }
  return cpus;
}

Team* create_team(Reader& reader, const Clock& clock, napi_value request, Team::Failure* failure) {
  TeamRequest wanted{};
  char scaling[8] = "";
  reader.text(request, "scaling", scaling);
  wanted.scaling = __builtin_strcmp(scaling, "weak") == 0 ? Scaling::weak : Scaling::strong;
  wanted.xBytes = reader.size(request, "xBytes");
  wanted.yBytes = reader.size(request, "yBytes");
  if (!reader.ok || !read_pages(reader, request, &wanted.pages)) return nullptr;
  unsigned* cpus = read_cpus(reader, request, &wanted.threadCount);
  if (cpus == nullptr) return nullptr;
  wanted.cpus = cpus;
  Team* team = Team::create(wanted, clock, failure);
  delete[] cpus;
  return team;
}

}  // namespace

// allocateTeam({ cpus, scaling, xBytes, yBytes, pages }): 'memory' or 'threads' where these cannot be had.
napi_value allocate_team(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  Team::Failure failure = Team::Failure::none;
  Team* team = create_team(reader, call.addon->clock, call.arguments[0], &failure);
  if (!reader.ok) return nullptr;
  if (team == nullptr) return text(env, failure == Team::Failure::memory ? "memory" : "threads");

  napi_value handle = nullptr;
  SB_CHECK(napi_create_external(env, new TeamHolder{team}, release_team, nullptr, &handle));
  const std::int64_t hugeBytes = team->transparent_huge_bytes();
  const napi_value result = object(env);
  set(env, result, "handle", handle);
  set(env, result, "isPinned", boolean(env, team->is_pinned()));
  set(env, result, "pageSizeBytes", number(env, static_cast<double>(team->x().pageBytes)));
  set(env, result, "hugePageBytes",
      hugeBytes < 0 ? null(env) : number(env, static_cast<double>(hugeBytes)));
  set(env, result, "x", view_of(env, team->x(), handle));
  return set(env, result, "y", view_of(env, team->y(), handle));
}

// freeTeam({ handle, x, y }): detaches the views, ends the threads and gives the memory back. A second time does nothing.
napi_value free_team(napi_env env, napi_callback_info info) {
  Call call;
  if (!read_call(env, info, 1, &call)) return nullptr;
  Reader reader{env};
  TeamHolder* holder = holder_of(env, reader.property(call.arguments[0], "handle"));
  if (holder == nullptr || holder->team == nullptr) return nullptr;
  SB_CHECK(napi_detach_arraybuffer(env, reader.property(call.arguments[0], "x")));
  SB_CHECK(napi_detach_arraybuffer(env, reader.property(call.arguments[0], "y")));
  delete holder->team;
  holder->team = nullptr;
  return nullptr;
}

// executeInTeam(handle, { threadCount, target, passes, rows, columns, rowStrideElements }): as execute().
napi_value execute_in_team(napi_env env, napi_callback_info info) {
  Call call;
  Team* team = read_team(env, info, 2, &call);
  if (team == nullptr) return nullptr;
  const napi_value request = call.arguments[1];
  Reader reader{env};
  TeamRun run{};
  if (!read_thread_count(reader, *team, request, &run.threadCount)) return nullptr;
  if (!read_passes(reader, *call.addon, request, &run.timed.passes)) return nullptr;
  if (!read_leaves(reader, request, run.timed.passes.count, run.leaves)) return nullptr;
  const Rows& rows = run.timed.rows;
  if (!read_rows(reader, request, &run.timed.rows)) return nullptr;
  const std::size_t bytes = team->x().bytes < team->y().bytes ? team->x().bytes : team->y().bytes;
  if (!fits(rows, bytes / sizeof(float))) {
    napi_throw_range_error(env, nullptr, "the rows do not fit x and y");
    return nullptr;
  }
  run.timed.x = {static_cast<float*>(team->x().data), rows.span(), 1};
  run.timed.y = {static_cast<float*>(team->y().data), rows.span(), 1};
  run.timed.batchCount = 1;
  return number(env, team->execute(run));
}

// timeInTeam(handle, { threadCount, ... as time() }): Float64Array of the call's duration, of each pass with perPass,
// of each thread.
napi_value time_in_team(napi_env env, napi_callback_info info) {
  Call call;
  Team* team = read_team(env, info, 2, &call);
  if (team == nullptr) return nullptr;
  const napi_value request = call.arguments[1];
  Reader reader{env};
  TeamRun run{};
  if (!read_thread_count(reader, *team, request, &run.threadCount)) return nullptr;
  if (!read_run(reader, *call.addon, request, team->x(), team->y(), &run.timed)) return nullptr;
  if (!read_leaves(reader, request, run.timed.passes.count, run.leaves)) return nullptr;

  const std::size_t passCount = run.timed.perPass ? run.timed.passes.count : 0;
  const std::size_t count = 1 + passCount + run.threadCount;
  void* data = nullptr;
  napi_value buffer = nullptr;
  napi_value result = nullptr;
  SB_CHECK(napi_create_arraybuffer(env, count * sizeof(double), &data, &buffer));
  double* values = static_cast<double*>(data);
  const TeamDurations durations = team->time(run, values + 1 + passCount);
  values[0] = durations.callNs;
  for (std::size_t p = 0; p < passCount; ++p) values[1 + p] = durations.passNs[p];
  SB_CHECK(napi_create_typedarray(env, napi_float64_array, count, buffer, 0, &result));
  return result;
}

// barrierNs(handle, { threadCount })
napi_value barrier_ns(napi_env env, napi_callback_info info) {
  Call call;
  Team* team = read_team(env, info, 2, &call);
  if (team == nullptr) return nullptr;
  Reader reader{env};
  std::size_t threadCount = 0;
  if (!read_thread_count(reader, *team, call.arguments[1], &threadCount)) return nullptr;
  return number(env, team->barrier_ns(threadCount));
}

// spreadX(handle)
napi_value spread_x(napi_env env, napi_callback_info info) {
  Call call;
  Team* team = read_team(env, info, 1, &call);
  if (team != nullptr) team->spread_x();
  return nullptr;
}

// clearY(handle, { elementCount })
napi_value clear_y(napi_env env, napi_callback_info info) {
  Call call;
  Team* team = read_team(env, info, 2, &call);
  if (team == nullptr) return nullptr;
  Reader reader{env};
  std::size_t elementCount = 0;
  if (read_y_count(reader, *team, call.arguments[1], &elementCount)) team->clear_y(elementCount);
  return nullptr;
}

// differingThread(handle, { elementCount, threadCount }): 0 where none differs.
napi_value differing_thread(napi_env env, napi_callback_info info) {
  Call call;
  Team* team = read_team(env, info, 2, &call);
  if (team == nullptr) return nullptr;
  Reader reader{env};
  std::size_t threadCount = 0;
  if (!read_thread_count(reader, *team, call.arguments[1], &threadCount)) return nullptr;
  std::size_t elementCount = 0;
  if (!read_y_count(reader, *team, call.arguments[1], &elementCount)) return nullptr;
  return number(env, static_cast<double>(team->differing_thread(elementCount, threadCount)));
}

}  // namespace softmax_bench
