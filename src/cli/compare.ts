import { existsSync } from 'node:fs';

import { compareMachines, type ComparedMachines } from '../compare/compare-machines.js';
import type { ComparedRun } from '../compare/compared-run.js';
import type { UnusableFile } from '../compare/comparison.js';
import { groupRuns, hardwareKey, machineKey, type Grouping } from '../compare/machines.js';
import { gateOf } from '../compare/regressions.js';
import { metrics, sizeBases, targetChoices } from '../compare/views.js';
import { suggestion } from '../config/closest-match.js';
import { writeAtomically, writeOwnFile } from '../storage/atomic-file.js';
import { SoftmaxBenchError, exitCodes } from '../errors.js';
import { renderComparisonCsv } from '../reports/comparison/comparison-csv.js';
import {
  renderComparisonTerminal,
  type ComparisonOptions,
} from '../reports/comparison/terminal-comparison.js';
import { renderJson } from '../reports/shared/render-json.js';
import type { WriteText } from '../run/write-reports.js';
import type { CompareFlags } from './compare-flags.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';
import { namesStdout, requireFile, requireNoInput, requireOutputFile } from './output-path.js';
import { readRuns } from './read-runs.js';

/** Formats that are one text, on stdout unless a file is named. */
const textFormats: Readonly<
  Record<string, (compared: ComparedMachines, options: ComparisonOptions) => string>
> = {
  terminal: ({ comparison }, options) => renderComparisonTerminal(comparison, options),
  csv: ({ comparison }) => renderComparisonCsv(comparison),
  json: ({ comparison }) => renderJson(comparison),
};

/** Formats with figures, for which Vega is loaded; a file unless told otherwise. */
const fileFormats: Readonly<
  Record<
    string,
    {
      name: string;
      write: (path: string, compared: ComparedMachines, write: WriteText) => Promise<void>;
    }
  >
> = {
  markdown: {
    name: 'comparison.md',
    write: async (...to) => (await import('./write-comparisons.js')).writeMarkdown(...to),
  },
  html: {
    name: 'comparison.html',
    write: async (...to) => (await import('./write-comparisons.js')).writeHtml(...to),
  },
};

/**
 * Compares machines by their stored results.
 * @returns the exit code: 1 when `--fail-on-regression` found one, 2 when no machine shares a level with the baseline.
 * @throws SoftmaxBenchError for a bad flag, when less than two machines are left to compare, and for a file
 * that cannot be written.
 */
export async function compareCommand(
  args: readonly string[],
  flags: CompareFlags,
  io: Io,
): Promise<number> {
  const format = oneOf('--format', flags.format, [
    ...Object.keys(textFormats),
    ...Object.keys(fileFormats),
  ]);
  const view = {
    metric: oneOf('--metric', flags.metric, metrics),
    by: oneOf('--by', flags.by, sizeBases),
    targets: oneOf('--targets', flags.targets, targetChoices),
  };
  const bound =
    flags.failOnRegression === undefined
      ? null
      : parsePercent('--fail-on-regression', flags.failOnRegression);
  requireOutputFile(flags.out);
  const gathered = await gather(args, flags.baseline, io);
  const { grouping, baseline, unusable } = gathered;
  if (bound !== null && flags.allowDifferentMachines !== true) requireOneMachine(gathered);
  const keepsRows = grouping.machines.length === 2 || bound !== null;
  const compared = compareMachines(grouping, baseline, view, unusable, keepsRows);
  requireNoInput(flags.out ?? fileFormats[format]?.name, inputsOf(gathered));
  await show(format, compared, flags, io);
  if (!isCompared(compared)) {
    io.stderr(`nothing to compare: no machine shares a level with the baseline\n`);
    return exitCodes.usage;
  }
  return bound === null ? exitCodes.ok : judge(compared, bound, io);
}

/** @throws SoftmaxBenchError when a change of the code cannot be told from a change of the machine. */
function requireOneMachine({ grouping: { machines }, baseline }: Gathered): void {
  const keyOf = (name: string): string =>
    hardwareKey(machines.find((machine) => machine.name === name)!.runs[0]!);
  const other = machines.find(({ name }) => keyOf(name) !== keyOf(baseline));
  if (other === undefined) return;
  throw new SoftmaxBenchError(
    `--fail-on-regression: ${other.name} and ${baseline} are different machines; compare results of one machine, or ` +
      'add --allow-different-machines',
  );
}

function isCompared({ comparison: { machines, pairs } }: ComparedMachines): boolean {
  const hasLevel = machines.some(({ levels }) =>
    levels.some(({ overBaseline }) => overBaseline !== null),
  );
  return hasLevel || pairs.some(({ rows }) => rows.length > 0);
}

async function show(
  format: string,
  compared: ComparedMachines,
  { out, full = false }: CompareFlags,
  io: Io,
): Promise<void> {
  const file = fileFormats[format];
  if (file !== undefined) {
    const path = out ?? file.name;
    if (format === 'markdown') requireFile(format, path);
    if (path === '-') {
      io.stdout(await (await import('./write-comparisons.js')).htmlOf(compared));
      return;
    }
    await file.write(path, compared, out === undefined ? writeOwnFile : writeAtomically);
    io.stdout(`${path}\n`);
    return;
  }
  const color = namesStdout(out) && io.color;
  const text = textFormats[format]!(compared, { ...io, color, isFull: full });
  if (namesStdout(out)) io.stdout(text);
  else writeAtomically(out, text);
}

/** Names what became slower on stderr, and ends with one line; the exit code. */
function judge({ comparison }: ComparedMachines, boundShare: number, io: Io): number {
  const { isPassed, failures, summary } = gateOf(comparison, boundShare);
  for (const text of failures) io.stderr(`regression: ${text}\n`);
  io.stderr(`${summary}\n`);
  return isPassed ? exitCodes.ok : exitCodes.failure;
}

/** The runs in machines, and which of these is the baseline. */
interface Gathered {
  readonly grouping: Grouping;
  readonly baseline: string;
  readonly unusable: readonly UnusableFile[];
}

/** Of what cannot be used too: it is as little to be overwritten. */
function inputsOf({ grouping, unusable }: Gathered): readonly string[] {
  const runs = grouping.machines.flatMap((machine) => machine.runs);
  return [...runs, ...unusable].map(({ path }) => path);
}

/** A baseline that is a path is a machine by itself, whose runs need not be among the arguments. */
async function gather(
  args: readonly string[],
  baseline: string | undefined,
  io: Io,
): Promise<Gathered> {
  if (baseline === undefined || !existsSync(baseline)) {
    const { runs, unusable } = await readRuns(args, io);
    const grouping = groupRuns(runs);
    return enough({ grouping, baseline: machineNamed(baseline, grouping, runs), unusable });
  }
  const base = await readRuns([baseline], io);
  const others = await readRuns(args, io);
  if (new Set(base.runs.map(machineKey)).size > 1) {
    throw new SoftmaxBenchError(
      `--baseline: expected results of one CPU and build, ${baseline} holds those of several`,
    );
  }
  const baseIds = new Set(base.runs.map(({ run }) => run.runId));
  const grouping = groupRuns(
    others.runs.filter(({ run }) => !baseIds.has(run.runId)),
    base.runs,
  );
  const name = machineOf(base.runs[0], grouping);
  const unusable = [...base.unusable, ...others.unusable];
  return enough({ grouping, baseline: name, unusable });
}

function enough(gathered: Gathered): Gathered {
  const count = gathered.grouping.machines.length;
  if (count >= 2) return gathered;
  const unusableCount = gathered.unusable.length;
  const unread = unusableCount === 0 ? '' : ` and ${unusableCount} that could not be used`;
  throw new SoftmaxBenchError(
    `nothing to compare: expected at least two results, got ${count}${unread}`,
  );
}

/** The machine that is named so or has a run in that file; the first of the arguments without a name. */
function machineNamed(
  wanted: string | undefined,
  grouping: Grouping,
  runs: readonly ComparedRun[],
): string {
  const { machines } = grouping;
  if (wanted === undefined) return machineOf(runs[0], grouping);
  const found = machines.find(({ name }) => name === wanted);
  if (found !== undefined) return found.name;
  const names = machines.map(({ name }) => name);
  throw new SoftmaxBenchError(
    `--baseline: expected a file, a folder or one of ${names.slice(0, 8).join('; ')}, got "${wanted}"` +
      suggestion(wanted, names),
  );
}

function machineOf(run: ComparedRun | undefined, { machines }: Grouping): string {
  return machines.find(({ runs }) => runs.includes(run!))?.name ?? '';
}

/** `3%` or `3` as the share 0.03. @throws SoftmaxBenchError for anything that is no percentage from 0 on. */
function parsePercent(flag: string, text: string): number {
  const number = /^(\d+(?:\.\d+)?) ?%?$/.exec(text.trim())?.[1];
  if (number !== undefined) return Number(number) / 100;
  throw new SoftmaxBenchError(`${flag}: expected a percentage such as 3%, got "${text}"`);
}
