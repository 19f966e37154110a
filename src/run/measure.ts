import * as z from 'zod';

import { parseLabel } from '../config/label.js';
import { loadRunConfig } from '../config/load-config.js';
import { validate } from '../config/validate.js';
import { SoftmaxBenchError, exitCodes } from '../errors.js';
import type { ResultDocument } from '../model/result.js';
import type { RunConfig } from '../model/run-config.js';
import { measureRun } from './measure-run.js';
import { inNewRunFolder } from './run-folder.js';
import { newRun } from './run-start.js';

/** What to measure and where to keep it. */
export interface MeasureOptions {
  /** Name of the preset to start from; `default` without one. */
  readonly preset?: string;
  /** Any keys of the config, laid over the preset. */
  readonly config?: Partial<RunConfig>;
  /** Folder for result.json; it is created where it does not exist. */
  readonly outputFolder: string;
  /** Whether a result that is already in the folder may be overwritten; no by default. */
  readonly overwrite?: boolean;
  /** What the result calls this machine or run. */
  readonly label?: string;
  /** Ends the measuring at once when aborted; the result then holds what was measured before. */
  readonly signal?: AbortSignal;
}

/** For callers without types. The config itself is checked as that of the command line. */
const optionsSchema = z.strictObject({
  preset: z.string().optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  outputFolder: z.string().min(1),
  overwrite: z.boolean().optional(),
  label: z.string().optional(),
  signal: z.instanceof(AbortSignal).optional(),
});

/**
 * What `softmax-bench run` does without its output: plans, measures in worker processes and writes
 * result.json before the first and after most rounds. It writes no reports.
 * @returns the result as it is in the folder. A cell whose kernel failed is an outcome of it, not an error.
 * @throws SoftmaxBenchError when an option or the config is invalid or leaves nothing to measure, when the folder cannot
 * be written to or holds a result, and when a measuring process cannot start or have its memory.
 */
export async function measure(options: MeasureOptions): Promise<ResultDocument> {
  validate(z.strictObject({ options: optionsSchema }), { options }, 'measure');
  const { preset, config = {}, outputFolder, overwrite = false, label } = options;
  const { signal = new AbortController().signal } = options;
  const request = { preset: preset ?? null, file: null, overrides: config };
  const runConfig = loadRunConfig(request, 'config');
  const checkedLabel = label === undefined ? null : parseLabel('measure: options.label', label);
  const ignore = (): void => undefined;
  const start = await newRun(runConfig, checkedLabel, new Date(), { signal, compiling: ignore });
  const events = { announced: ignore, visited: ignore, cellFailed: ignore, visitLost: ignore };
  const { document, problem } = await inNewRunFolder(outputFolder, overwrite, () =>
    measureRun(start, outputFolder, signal, events),
  );
  if (problem === null) return document;
  throw new SoftmaxBenchError(
    `${problem}; what was measured is in ${outputFolder}`,
    exitCodes.failure,
  );
}
