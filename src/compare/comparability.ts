import type { InputSpec } from '../model/run-config.js';
import { printable } from '../storage/printable.js';
import type { ComparedRun } from './compared-run.js';
import type { Concern } from './comparison.js';
import { buildOf, type MachineRuns } from './machines.js';

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
    ...inputConcern(own, base),
    ...differ('page size', (run) => pageText(run, own, base), 'page walks differ out of cache.'),
    ...differ('kernel build', buildText, 'kernels or their compiler may cause a difference.'),
    ...differ(
      'subnormals',
      ({ denormals }) => denormals || 'unknown',
      'results near 0 may cost more where they are kept.',
    ),
    ...failures(machine, baseline),
    ...interrupted(machine),
    ...interrupted(baseline),
  ];
}

/** Whether the implementations of an operation had the same inputs. */
export function haveSameInput(machine: MachineRuns, baseline: MachineRuns): boolean {
  return inputText(machine.runs[0]!) === inputText(baseline.runs[0]!);
}

function inputConcern(own: ComparedRun, base: ComparedRun): readonly Concern[] {
  const [text, baseText] = [inputText(own), inputText(base)];
  if (text === baseText) return [];
  const explanation = `anything but baselines (inputs ${text} vs ${baseText})`;
  return [{ aspect: 'distribution', severity: 'refused', explanation }];
}

function interrupted({ name, runs }: MachineRuns): readonly Concern[] {
  if (runs.every(({ run }) => run.isComplete)) return [];
  const explanation = `a run of ${name} was interrupted: some of its cells have fewer samples.`;
  return [{ aspect: 'completeness', severity: 'warning', explanation }];
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
