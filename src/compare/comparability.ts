import type { InputSpec } from '../model/run-config.js';
import type { CellTarget } from '../model/vocabulary.js';
import { printable } from '../printable.js';
import type { ComparedRun } from './compared-run.js';
import type { Concern } from './comparison.js';
import { buildOf, type MachineRuns } from './machines.js';
import { fastestTarget } from './slots.js';

/**
 * How the conditions of a machine differ from those of the baseline, apart from which cells both measured
 * (see `match.ts`). Conditions are those of the first run: repetitions share them.
 */
export function conditionConcerns(machine: MachineRuns, baseline: MachineRuns): readonly Concern[] {
  const own = machine.runs[0]!;
  const base = baseline.runs[0]!;
  const differ = (
    aspect: string,
    textOf: (run: ComparedRun) => string,
    consequence: string,
  ): readonly Concern[] => {
    const [text, baseText] = [textOf(own), textOf(base)];
    if (text === baseText) return [];
    const explanation = `${aspect} ${text} vs ${baseText}: ${consequence}`;
    return [{ aspect, severity: 'warning', explanation }];
  };
  return [
    ...inputConcern(machine, baseline),
    ...differ('page size', (run) => pageText(run, own, base), 'page walks differ out of cache.'),
    ...differ('kernel build', buildText, 'kernels or their compiler may cause a difference.'),
    ...differ(
      'subnormals',
      ({ denormals }) => denormals || 'unknown',
      'results near 0 may cost more where they are kept.',
    ),
    ...differ(
      'libraries',
      (run) => versionsText(run, own, base),
      'other versions, other programs.',
    ),
    ...failures(machine, baseline),
    ...interrupted(machine),
    ...interrupted(baseline),
  ];
}

/**
 * Whether times on that target may be compared: with the same inputs; else on native targets, where both inputs stay
 * within the range in which kernels take the same path for all values, and subnormal numbers cost nothing.
 */
export function haveComparableInputs(
  machine: MachineRuns,
  baseline: MachineRuns,
  target: CellTarget | null,
): boolean {
  const sides = [machine.runs[0]!, baseline.runs[0]!];
  const [text, baseText] = sides.map(inputText);
  if (text === baseText) return true;
  const isNative = target !== null && nativeTargets.includes(target);
  return isNative && sides.every(isOrdinary);
}

const nativeTargets: readonly CellTarget[] = ['avx512', 'avx2', 'neon', 'scalar'];

/** Native kernels leave the usual path at 65536; with a margin. */
const ordinaryMagnitude = 1000;

function isOrdinary({ input, denormals }: ComparedRun): boolean {
  return denormals.includes('flushed') && largestMagnitude(input) <= ordinaryMagnitude;
}

/** Of normal inputs six standard deviations from the mean. */
function largestMagnitude(input: InputSpec): number {
  switch (input.distribution) {
    case 'normal':
      return Math.abs(input.mean) + 6 * input.standardDeviation;
    case 'uniform':
      return Math.max(Math.abs(input.low), Math.abs(input.high));
    case 'constant':
      return Math.abs(input.value);
  }
}

function inputConcern(machine: MachineRuns, baseline: MachineRuns): readonly Concern[] {
  const [text, baseText] = [inputText(machine.runs[0]!), inputText(baseline.runs[0]!)];
  if (text === baseText) return [];
  if (!haveComparableInputs(machine, baseline, fastestTarget(machine.runs[0]!.sweeps))) {
    const explanation = `anything but baselines (inputs ${text} vs ${baseText})`;
    return [{ aspect: 'inputs', severity: 'refused', explanation }];
  }
  const explanation = `inputs ${text} vs ${baseText}: both take the same path through native kernels, which flush subnormals. Measure with the same inputs to be sure.`;
  return [{ aspect: 'inputs', severity: 'warning', explanation }];
}

function interrupted({ name, runs }: MachineRuns): readonly Concern[] {
  if (runs.every(({ run }) => run.isComplete)) return [];
  const explanation = `a run of ${name} was interrupted: some of its cells have fewer samples.`;
  return [{ aspect: 'completeness', severity: 'warning', explanation }];
}

/** The libraries that both measured, with their versions. */
function versionsText({ externals }: ComparedRun, own: ComparedRun, base: ComparedRun): string {
  const idsOf = (run: ComparedRun) => run.externals.map(({ id }) => id);
  return externals
    .filter(({ id }) => [own, base].every((run) => idsOf(run).includes(id)))
    .map(({ id, version }) => `${id} ${version ?? 'of unknown version'}`)
    .join(', ');
}

/** What failed on the machine, but not on the baseline: it is not compared, so no ratio would tell. */
function failures(machine: MachineRuns, baseline: MachineRuns): readonly Concern[] {
  const failedIn = ({ runs }: MachineRuns): readonly string[] => [
    ...new Set(runs.flatMap(({ failed }) => failed)),
  ];
  const known = failedIn(baseline);
  const failed = failedIn(machine).filter((name) => !known.includes(name));
  if (failed.length === 0) return [];
  const explanation = `${failed.join(', ')} (failed, but not in the baseline)`;
  return [{ aspect: 'failures', severity: 'refused', explanation }];
}

function inputText({ input }: { readonly input: InputSpec }): string {
  switch (input.distribution) {
    case 'normal':
      return `normal(${input.mean}, ${input.standardDeviation})`;
    case 'uniform':
      return `uniform(${input.low}, ${input.high})`;
    case 'constant':
      return `constant ${input.value}`;
  }
}

/** What the system gave for the kinds of pages that both runs have. */
function pageText({ workspaces }: ComparedRun, own: ComparedRun, base: ComparedRun): string {
  const has = (run: ComparedRun, pages: string): boolean =>
    run.workspaces.some((workspace) => workspace.pages === pages);
  return workspaces
    .filter(({ pages }) => has(own, pages) && has(base, pages))
    .map(({ pageSizeBytes, hasHugePages }) => {
      const size = `${pageSizeBytes} bytes`;
      return hasHugePages === true ? `${size} and huge pages` : size;
    })
    .join(', ');
}

function buildText(run: ComparedRun): string {
  return `${printable(run.run.tool.version)} (${printable(buildOf(run).slice(0, 7))})`;
}
