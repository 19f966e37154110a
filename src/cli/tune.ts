import { loadRunConfig } from '../config/load-config.js';
import { exitCodes, SoftmaxBenchError } from '../errors.js';
import { tuneComputer, type TuneRequest } from '../run/tune-computer.js';
import { passIds, type PassId } from '../softmax/passes.js';
import { tunedByDefault } from '../tuning/heats.js';
import type { Io } from './io.js';
import { jobPath } from './job-path.js';
import { oneOf } from './one-of.js';
import { overrideNamesOf } from './override-names.js';
import { parseDuration } from './parse-duration.js';
import { parseNumber } from './parse-number.js';
import type { TuneFlags } from './tune-flags.js';
import { renderTuning, tuningLine } from './tuning-texts.js';

/** The values of `--threads`. */
export const tunedThreads = ['1', 'all'] as const;

/**
 * Finds the fastest variants for this CPU as `tuneComputer` does, with a line for each step on stderr, and prints what they gain.
 * @returns the exit code: 130 if interrupted.
 * @throws SoftmaxBenchError for flags that make no sense, and as `tuneComputer`.
 */
export async function tuneCommand(flags: TuneFlags, io: Io, signal: AbortSignal): Promise<number> {
  const request = tuneRequestOf(flags);
  const { out } = flags;
  const tell = flags.quiet ? () => undefined : io.stderr;
  const end = await tuneComputer(request, signal, {
    planned: (heats, path) => {
      tell(`tuning in ${heats.length} steps, into ${path}\n`);
    },
    ended: (step, heatCount) => {
      const left = `${Math.ceil(step.leftMs / 1000)} s left`;
      tell(`${step.doneCount} of ${heatCount}, ${left}: ${tuningLine(step)}\n`);
    },
  });
  io.stdout(renderTuning(end.profile, io.columns));
  tell(
    `use it with: softmax-bench run --variants default,${out === undefined ? 'tuned' : end.path}\n`,
  );
  if (end.undecidedCount > 0) {
    const into = out === undefined ? '' : ` --out ${end.path}`;
    tell(`${end.undecidedCount} steps undecided; go on with: softmax-bench tune --resume${into}\n`);
  }
  return signal.aborted ? exitCodes.interrupted : exitCodes.ok;
}

/** What the flags ask for. @throws SoftmaxBenchError for those that make no sense. */
export function tuneRequestOf(flags: TuneFlags): TuneRequest {
  const threads = oneOf('--threads', flags.threads, tunedThreads);
  const { resume, force, out } = flags;
  if (resume && force) throw new SoftmaxBenchError('--resume and --force exclude each other');
  return {
    config: configOf(flags),
    passes: passesOf(flags.passes),
    threads: threads === '1' ? 'one' : 'all',
    path: out === undefined ? null : jobPath('--out', out),
    existing: resume ? 'resume' : force ? 'replace' : null,
  };
}

function configOf({ budget, targets, seed, llc }: TuneFlags) {
  return loadRunConfig({
    preset: null,
    file: null,
    overrides: {
      budgetSeconds: parseDuration('--budget', budget),
      targets: targets.split(',').map((name) => name.trim()),
      seed: parseNumber('--seed', seed),
      lastLevelCacheBytes: llc,
      threads: [1],
    },
    overrideNames: overrideNamesOf({ budget, targets, seed, ...(llc !== undefined && { llc }) }),
  });
}

function passesOf(text: string | undefined): readonly PassId[] {
  if (text === undefined) return tunedByDefault;
  return text.split(',').map((name) => oneOf('--passes', name.trim(), passIds));
}
