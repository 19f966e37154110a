import type { InputSpec } from '../model/run-config.js';
import type { ComparedRun } from './compared-run.js';
import type { CombinedMachine } from './combine.js';
import type { Concern } from './comparison.js';
import { buildOf } from './machines.js';
import { printable } from './printable.js';

/**
 * How the conditions of a machine differ from those of the baseline, apart from which cells both measured
 * (see `match.ts`). Conditions are those of the first run: repetitions share them.
 */
export function conditionConcerns(
  machine: CombinedMachine,
  baseline: CombinedMachine,
): readonly Concern[] {
  const own = machine.runs[0]!;
  const base = baseline.runs[0]!;
  const differ = (
    aspect: Concern['aspect'],
    textOf: (run: ComparedRun) => string,
    consequence: string,
    severity: Concern['severity'] = 'warning',
  ): readonly Concern[] => {
    const [text, baseText] = [textOf(own), textOf(base)];
    if (text === baseText) return [];
    return [{ aspect, severity, explanation: `${text} against ${baseText}: ${consequence}` }];
  };
  return [
    ...differ(
      'schema',
      ({ schemaVersion }) => `version ${schemaVersion}`,
      'what the older version did not record counts as unknown.',
    ),
    ...differ(
      'distribution',
      ({ input }) => inputText(input),
      'softmax algorithms are not compared, baselines are.',
      'refused',
    ),
    ...differ('page size', pageText, 'out of cache, page walks are part of the difference.'),
    ...differ(
      'kernel build',
      buildText,
      'a difference may be that of the kernels or of their compiler.',
    ),
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

/** Whether softmax algorithms had the same inputs. */
export function haveSameInput(machine: CombinedMachine, baseline: CombinedMachine): boolean {
  return inputText(machine.runs[0]!.input) === inputText(baseline.runs[0]!.input);
}

function interrupted({ name, runs }: CombinedMachine): readonly Concern[] {
  if (runs.every(({ run }) => run.isComplete)) return [];
  const explanation = `a run of ${name} was interrupted: some of its cells have fewer samples.`;
  return [{ aspect: 'completeness', severity: 'warning', explanation }];
}

/** Of the machine what did not fail on the baseline: nothing that failed is compared, so no ratio would tell. */
function failures(machine: CombinedMachine, baseline: CombinedMachine): readonly Concern[] {
  const failedIn = ({ runs }: CombinedMachine): readonly string[] => [
    ...new Set(runs.flatMap(({ failed }) => failed)),
  ];
  const known = failedIn(baseline);
  const failed = failedIn(machine).filter((name) => !known.includes(name));
  if (failed.length === 0) return [];
  const explanation = `${failed.join(', ')} failed, and did not on the baseline: these cells are left out.`;
  return [{ aspect: 'failures', severity: 'refused', explanation }];
}

function inputText(input: InputSpec): string {
  switch (input.distribution) {
    case 'normal':
      return `normal(${input.mean}, ${input.standardDeviation})`;
    case 'uniform':
      return `uniform(${input.low}, ${input.high})`;
    case 'constant':
      return `constant ${input.value}`;
  }
}

function pageText({ pageSizeBytes, usesHugePages }: ComparedRun): string {
  const size = pageSizeBytes === null ? 'unknown' : `${pageSizeBytes} bytes`;
  if (usesHugePages === null) return size;
  return usesHugePages ? `${size} and huge pages` : size;
}

function buildText(run: ComparedRun): string {
  return `${printable(run.run.tool.version)} (${printable(buildOf(run).slice(0, 7))})`;
}
