import { existsSync } from 'node:fs';
import type { Command } from 'commander';

import { parseLabel } from '../config/label.js';
import type { ConfigRequest } from '../config/load-config.js';
import { presetNames } from '../config/presets.js';
import { parseThreads } from '../config/thread-syntax.js';
import { SoftmaxBenchError } from '../errors.js';
import { cacheStates, pagesKinds, scalings, targets } from '../model/vocabulary.js';
import { inputOverride } from './input-flags.js';
import { jobPath } from './job-path.js';
import { parseDuration } from './parse-duration.js';
import { pathOf } from './output-path.js';
import { overrideNamesOf } from './override-names.js';
import { parseNumber } from './parse-number.js';

/** The flags of `run` as commander hands them over; a flag that was not given is undefined. */
export interface RunFlags {
  readonly preset?: string;
  readonly config?: string;
  readonly sizes?: string;
  readonly shapes?: string;
  readonly algorithms?: string;
  readonly targets?: string;
  readonly cacheStates?: string;
  readonly pages?: string;
  readonly threads?: string;
  readonly placement?: string;
  readonly scaling?: string;
  readonly distribution?: string;
  readonly inputRange?: string;
  readonly inputValue?: string;
  readonly seed?: string;
  readonly rounds?: string;
  readonly budget?: string;
  readonly precision?: string;
  readonly processes?: string;
  readonly aa?: true;
  readonly llc?: string;
  readonly variants?: string;
  readonly libraries?: string;
  readonly python?: string;
  readonly kernel?: readonly string[];
  readonly kernelPasses?: string;
  readonly kernelTolerance?: string;
  readonly probe?: boolean;
  readonly perPass?: boolean;
  readonly label?: string;
  readonly out?: string;
  readonly force?: true;
  readonly resume?: string;
  /** Always given: true without `--no-reports`. */
  readonly reports?: boolean;
  readonly full?: true;
  readonly fom?: true;
  readonly quiet?: true;
}

/** The flags of `run`, checked. */
export interface RunOptions {
  /** For `loadRunConfig`, which validates the overrides. */
  readonly config: ConfigRequest;
  /** Folder for result.json; null for `defaultOutputFolder`. */
  readonly outputFolder: string | null;
  /** Whether a result that is already there may be overwritten. */
  readonly overwrite: boolean;
  /** Folder of an interrupted run to resume, or null; of the rest only what concerns output then counts. */
  readonly resumedFolder: string | null;
  /** What the user calls this machine or run, or null. */
  readonly label: string | null;
  /** Reports beside result.json. */
  readonly writesReports: boolean;
  /** The whole report on stdout, not the answer alone. */
  readonly isFull: boolean;
  /** The budget ends before the scheduler ends the job. */
  readonly endsWithJob: boolean;
  /** Figures of merit after the answer. */
  readonly hasFiguresOfMerit: boolean;
  /** Nothing on stderr but errors. */
  readonly isQuiet: boolean;
}

/** Adds the flags of `run` to its command. Returns the command. */
export function declareRunFlags(command: Command): Command {
  return command
    .option('--preset <name>', 'what to start from: quick, default or paper (default: default)')
    .option('--config <file>', 'JSON file with any keys of the config, laid over the preset')
    .option('--sizes <list>', 'element counts, such as 1000,64Ki or 4Ki..1Mi or 4Ki..1Mi:4')
    .option('--shapes <list>', 'rows x columns: 512x128256,1x50257; also llm, attention, vision')
    .option('--algorithms <list>', 'algorithm ids and groups (see softmax-bench list)')
    .option('--targets <list>', `best, all, or any of ${targets.join(', ')}`)
    .option('--cache-states <list>', `any of ${cacheStates.join(', ')}`)
    .option('--pages <list>', `any of ${pagesKinds.join(', ')}`)
    .option('--threads <list>', 'thread counts, and cores, all or powers: 1,2,4,all (default: 1)')
    .option('--placement <list>', 'CPUs of threads: compact, scatter, or list:0-3,8 alone')
    .option('--scaling <kind>', 'weak (arrays for each thread), strong (one row for all) or both')
    .option('--distribution <kind>', 'inputs: normal, uniform or constant')
    .option('--input-range <low,high>', 'bounds of uniform inputs')
    .option('--input-value <number>', 'value of constant inputs')
    .option('--seed <number>', 'seed of inputs and order')
    .option('--rounds <number>', 'exact number of rounds, unless the budget ends first')
    .option(
      '--budget <time>',
      'stop after this time: 90, 90s, 2m, 1h, or auto: before the scheduler ends the job',
    )
    .option('--precision <percent>', 'stop at this half-width of intervals, such as 0.5%')
    .option('--processes <number>', 'number of measuring processes, one after the other')
    .option('--aa', 'A/A run: measure the noise floor only')
    .option(
      '--llc <size>',
      'last-level cache size, such as 32Mi, if the system reports a wrong one',
    )
    .option('--variants <list>', 'default, tuned, paper, or a profile: side by side in one run')
    .option('--libraries <list>', 'libraries to compare with: auto, or ids (see list --libraries)')
    .option('--python <command>', 'the Python whose libraries are measured (default: python3)')
    .option(
      '--kernel <file>',
      'your kernel, as file:symbol or name=file:symbol; repeatable; C and C++ files are compiled',
      (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
    )
    .option('--kernel-passes <passes>', 'what your kernels read and write: "R:x; R:x W:y nt"')
    .option('--kernel-tolerance <error>', 'largest relative error of your kernels (default: 0.01)')
    .option('--probe', 'measure the cache sizes before the plan is made (default)')
    .option('--no-probe', 'believe the cache sizes that the system reports')
    .option('--per-pass', 'also sample every pass on its own')
    .option('--no-per-pass', 'do not sample passes on their own')
    .option('--label <text>', 'name of this machine or run, for comparisons (default: none)')
    .option(
      '-o, --out <folder>',
      'folder for result.json (default: results/<cpu>-<time>)',
      pathOf('--out'),
    )
    .option('--force', 'overwrite the result in that folder')
    .option('--resume <folder>', 'resume the interrupted run in this folder', pathOf('--resume'))
    .option('--no-reports', 'write result.json alone; report and export make the rest later')
    .option('--full', 'print the whole report, not the answer alone')
    .option('--fom', 'end with a line for each figure of merit: name: value unit')
    .option('--quiet', 'nothing on stderr but errors');
}

/**
 * Checks the flags. `--config quick` means the preset when there is no such file.
 * @throws SoftmaxBenchError for a value that is no number or size, or flags that exclude each other.
 */
export function runOptionsOf(flags: RunFlags): RunOptions {
  refuseBesideResume(flags);
  return {
    config: {
      ...configSource(flags),
      overrides: overridesOf(flags),
      overrideNames: overrideNamesOf(flags),
    },
    outputFolder: flags.out === undefined ? null : jobPath('--out', flags.out),
    overwrite: flags.force ?? false,
    resumedFolder: flags.resume === undefined ? null : jobPath('--resume', flags.resume),
    label: flags.label === undefined ? null : parseLabel('--label', flags.label),
    writesReports: flags.reports ?? true,
    isFull: flags.full ?? false,
    endsWithJob: flags.budget === 'auto',
    hasFiguresOfMerit: flags.fom ?? false,
    isQuiet: flags.quiet ?? false,
  };
}

/** A resumed run keeps its plan, its folder and its label. */
function refuseBesideResume(flags: RunFlags): void {
  if (flags.resume === undefined) return;
  const given = Object.entries<unknown>({ ...flags }).find(
    ([name, value]) =>
      !['resume', 'reports', 'full', 'fom', 'quiet'].includes(name) && value !== undefined,
  );
  if (given === undefined) return;
  const [name, value] = given;
  const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new SoftmaxBenchError(
    `--resume keeps the plan of the interrupted run: remove --${value === false ? 'no-' : ''}${flag}`,
  );
}

function configSource({ preset, config }: RunFlags): Pick<ConfigRequest, 'preset' | 'file'> {
  const isPreset = config !== undefined && presetNames().includes(config) && !existsSync(config);
  if (!isPreset) return { preset: preset ?? null, file: config ?? null };
  if (preset !== undefined && preset !== config) {
    throw new SoftmaxBenchError(
      `--config ${config}: no such file, and as a preset it contradicts --preset ${preset}`,
    );
  }
  return { preset: config, file: null };
}

function overridesOf(flags: RunFlags): ConfigRequest['overrides'] {
  const rounds = numberOf('--rounds', flags.rounds);
  const percent = numberOf('--precision', flags.precision?.replace(/ ?%$/, ''));
  return {
    algorithms: listOf(flags.algorithms),
    targets: listOf(flags.targets),
    sizes: listOf(flags.sizes),
    shapes: listOf(flags.shapes),
    cacheStates: listOf(flags.cacheStates),
    input: inputOverride(flags),
    seed: numberOf('--seed', flags.seed),
    rounds: rounds === undefined ? undefined : { minimum: rounds, maximum: rounds },
    budgetSeconds:
      flags.budget === undefined || flags.budget === 'auto'
        ? undefined
        : parseDuration('--budget', flags.budget),
    // One precision for all sizes, whether they are in cache or not.
    precisionPercent: percent,
    precisionPercentInCache: percent,
    processes: numberOf('--processes', flags.processes),
    aaOnly: flags.aa,
    perPass: flags.perPass,
    pages: listOf(flags.pages),
    threads: flags.threads === undefined ? undefined : parseThreads(flags.threads),
    placements: flags.placement === undefined ? undefined : placementsOf(flags.placement),
    scalings: flags.scaling === 'both' ? [...scalings] : listOf(flags.scaling),
    variants: listOf(flags.variants),
    libraries: listOf(flags.libraries),
    python: flags.python,
    kernels: flags.kernel,
    kernelPasses: flags.kernelPasses,
    kernelTolerance: numberOf('--kernel-tolerance', flags.kernelTolerance),
    probe: flags.probe,
    lastLevelCacheBytes: flags.llc,
  };
}

/** A list of CPUs holds commas of its own. */
function placementsOf(text: string): readonly string[] {
  return text.startsWith('list:') ? [text] : listOf(text)!;
}

function listOf(text: string | undefined): string[] | undefined {
  return text?.split(',').map((part) => part.trim());
}

function numberOf(flag: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseNumber(flag, text);
}
