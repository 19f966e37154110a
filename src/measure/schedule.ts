/** What is to be reached, and within what. */
export interface Limits {
  readonly budgetSeconds: number;
  /** Rounds that every group gets while the budget lasts, and those after which it gets no more. */
  readonly minimumRounds: number;
  readonly maximumRounds: number;
}

/** How a group of compared cells stands. */
export interface GroupStanding {
  /** Rounds in each process so far, the present one last. */
  readonly processRounds: readonly number[];
  /** What its next round is expected to take; null before the first. */
  readonly roundSeconds: number | null;
  /**
   * The widest of its intervals over the width that is wanted: 1 or less is known well enough. Infinity
   * while there are too few rounds for an interval.
   */
  readonly need: number;
  /** The need after the last round of the first process; Infinity before it. */
  readonly firstNeed: number;
}

/** How a run stands between two rounds. */
export interface Standing {
  readonly elapsedSeconds: number;
  /** Counted from 0, and how many there are to be. */
  readonly process: number;
  readonly processCount: number;
  /** What it takes to start a process and open its buffers. */
  readonly openSeconds: number;
  readonly groups: readonly GroupStanding[];
}

/** What comes next; `groups` are indices into those of the standing, in the order of their need. */
export type Step =
  | { readonly kind: 'round'; readonly groups: readonly number[] }
  | { readonly kind: 'process' }
  | { readonly kind: 'end' };

/** A round may take longer than the one before it: so much of what is expected must be left. */
const reserve = 1.1;

/** So much of the budget is planned for: the rest is for rounds that take longer all the same. */
const plannedShare = 0.97;

/** A round takes the groups whose need is within this factor of the greatest. */
const nearestFactor = 2;

/**
 * How much wider an interval over several processes is than one over as many rounds of one process, at
 * best (see `statistics/process-sample.ts`): 2.3 standard errors for 1.96.
 */
const processWidening = 1.17;

/**
 * What to do next. The first round takes every group, whatever it costs. After it the budget is divided
 * among the processes; each gives every group its part of the minimum of rounds, and then takes those that
 * are known worst, as far as they fit. The first process ends when its rounds, repeated by the
 * others, would do; those between take as many, or, if it ran out of time, what theirs allows; the last
 * goes on until all is known well enough. A process
 * that could not take one round of everything is not begun: the time goes to the present one.
 */
export function nextStep(standing: Standing, limits: Limits): Step {
  const { groups, process, processCount } = standing;
  const all = groups.map((_, index) => index);
  if (groups.every(({ roundSeconds }) => roundSeconds === null)) {
    return all.length === 0 ? { kind: 'end' } : { kind: 'round', groups: all };
  }
  const due = all.filter((index) => isDue(groups[index]!, standing, limits));
  const fitting = fittingOf(mostNeeding(due, standing, limits), standing, limits);
  if (fitting.length > 0) return { kind: 'round', groups: fitting };
  const isLast = process === processCount - 1;
  if (isLast || groups.every((group) => isFinished(group, limits))) return { kind: 'end' };
  if (fitsAnotherProcess(standing, limits)) return { kind: 'process' };
  return nextStep({ ...standing, processCount: process + 1 }, limits);
}

/**
 * Seconds until the run will end, if intervals narrow as `narrowingPower` says: never more than what is left of the
 * budget. Null before the first round.
 */
export function secondsLeft(standing: Standing, limits: Limits): number | null {
  if (standing.groups.some(({ roundSeconds }) => roundSeconds === null)) return null;
  return secondsOf(
    standing,
    (group) => missingRounds(group, standing, limits),
    plannedShare * limits.budgetSeconds,
  );
}

/** Seconds until the run has ended whatever its intervals do: all rounds are done, or the budget is. */
export function mostSecondsLeft(standing: Standing, limits: Limits): number {
  return secondsOf(
    standing,
    (group) => limits.maximumRounds - totalRounds(group),
    limits.budgetSeconds,
  );
}

/** What so many more rounds of each group, and the processes to come, take: not beyond `endSeconds`. */
function secondsOf(
  { groups, process, processCount, openSeconds, elapsedSeconds }: Standing,
  roundsOf: (group: GroupStanding) => number,
  endSeconds: number,
): number {
  let seconds = (processCount - 1 - process) * openSeconds;
  for (const group of groups) seconds += roundsOf(group) * (group.roundSeconds ?? Infinity);
  return Math.max(0, Math.min(seconds, endSeconds - elapsedSeconds));
}

/** Whether a group has all that it is to get in this run. */
export function isFinished(group: GroupStanding, limits: Limits): boolean {
  const rounds = totalRounds(group);
  return rounds >= limits.maximumRounds || (rounds >= limits.minimumRounds && group.need <= 1);
}

/** Whether this process owes the group another round. */
function isDue(group: GroupStanding, standing: Standing, limits: Limits): boolean {
  const rounds = totalRounds(group);
  if (rounds >= partOf(limits.maximumRounds, standing)) return false;
  if (rounds < partOf(limits.minimumRounds, standing)) return true;
  const [first = 0] = group.processRounds;
  const { process, processCount } = standing;
  if (process === processCount - 1) return group.need > 1;
  if (projectedNeed(group, processCount) > 1) return true;
  return process > 0 && (group.processRounds[process] ?? 0) < first;
}

/** What the need will be if every other process repeats the rounds of the first. */
function projectedNeed({ firstNeed }: GroupStanding, processCount: number): number {
  return (firstNeed * processWidening) / Math.sqrt(processCount);
}

/** Groups that lack a part of the minimum come before those that only could be known better. */
function mostNeeding(
  due: readonly number[],
  standing: Standing,
  limits: Limits,
): readonly number[] {
  const { groups } = standing;
  const ordered = due.toSorted((a, b) => byNeed(groups[a]!, groups[b]!));
  const owed = ordered.filter(
    (index) => totalRounds(groups[index]!) < partOf(limits.minimumRounds, standing),
  );
  if (owed.length > 0) return owed;
  const greatest = groups[ordered[0] ?? 0]?.need ?? 0;
  return ordered.filter((index) => groups[index]!.need >= greatest / nearestFactor);
}

function byNeed(a: GroupStanding, b: GroupStanding): number {
  return a.need === b.need ? 0 : b.need - a.need;
}

function fittingOf(
  candidates: readonly number[],
  standing: Standing,
  limits: Limits,
): readonly number[] {
  const { groups, elapsedSeconds, process, processCount } = standing;
  const endSeconds = (plannedShare * limits.budgetSeconds * (process + 1)) / processCount;
  let seconds = elapsedSeconds;
  return candidates.filter((index) => {
    const roundSeconds = reserve * (groups[index]!.roundSeconds ?? 0);
    if (seconds + roundSeconds > endSeconds) return false;
    seconds += roundSeconds;
    return true;
  });
}

function fitsAnotherProcess(standing: Standing, { budgetSeconds }: Limits): boolean {
  const { groups, elapsedSeconds, openSeconds } = standing;
  const roundSeconds = groups.reduce((sum, group) => sum + (group.roundSeconds ?? 0), 0);
  return elapsedSeconds + reserve * (openSeconds + roundSeconds) <= plannedShare * budgetSeconds;
}

/**
 * Rounds grow with this power of what an interval lacks: less than 2, since intervals of few rounds, which
 * reach over most of their range, narrow faster than by the square root. Tried on simulated machines.
 */
const narrowingPower = 1.6;

/** As many times the minimum of rounds are foretold while there are too few for an interval. */
const roundsUnlessKnown = 2;

function missingRounds(group: GroupStanding, standing: Standing, limits: Limits): number {
  const rounds = totalRounds(group);
  const wanted = expectedRounds(group, standing, limits);
  const clamped = Math.min(Math.max(wanted, limits.minimumRounds), limits.maximumRounds);
  return Math.max(0, Math.ceil(clamped) - rounds);
}

function expectedRounds(group: GroupStanding, standing: Standing, limits: Limits): number {
  const { process, processCount } = standing;
  const rounds = totalRounds(group);
  if (group.need === Infinity) return roundsUnlessKnown * limits.minimumRounds;
  if (processCount === 1) return rounds * group.need ** narrowingPower;
  if (process === 0) return rounds * (processWidening * group.need) ** 2;
  if (projectedNeed(group, processCount) > 1) return limits.maximumRounds;
  const [first = 0] = group.processRounds;
  // Where processes differ by more than their rounds, more rounds of the last help little.
  const isRepeated = process === processCount - 1 && (group.processRounds[process] ?? 0) >= first;
  return isRepeated && group.need > 1 ? limits.maximumRounds : first * processCount;
}

/** The part of so many rounds that is to be done when the present process ends. */
function partOf(rounds: number, { process, processCount }: Standing): number {
  return Math.ceil((rounds * (process + 1)) / processCount);
}

function totalRounds({ processRounds }: GroupStanding): number {
  return processRounds.reduce((sum, rounds) => sum + rounds, 0);
}
