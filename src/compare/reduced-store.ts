import { readFileSync } from 'node:fs';
import { z } from 'zod';

import { SoftmaxBenchError } from '../errors.js';
import type { ResultDocument } from '../model/result.js';
import { writeAtomically } from '../storage/atomic-file.js';
import { readDocument, resultPathOf, sha256Of } from '../storage/store.js';
import { reducedRunSchema, type ComparedRun, type ReducedRun } from './compared-run.js';
import { reduceRun } from './reduce.js';

/**
 * Of what a reduced file says of a result: to be raised whenever `reduceRun`, or the analysis and the
 * statistics that it uses, give other figures for the same result.
 */
const reductionVersion = 2;

/** The file in the folder of a result that saves a comparison from reading it; made anew when it does not fit. */
const reducedFileSchema = z.strictObject({
  reductionVersion: z.literal(reductionVersion),
  /** Of the bytes of the result, in hexadecimal digits. */
  resultSha256: z.string(),
  run: reducedRunSchema,
});

/** How the names of reduced files end. */
export const reducedSuffix = '.reduced.json';

/**
 * What a comparison needs of a result: from its reduced file if that fits, else from the result
 * itself, of which a reduced file is then left behind where the folder can be written.
 * @param path as of `readDocument`.
 * @throws SoftmaxBenchError as `readDocument`.
 */
export function readComparedRun(path: string): ComparedRun {
  const resultPath = resultPathOf(path);
  const resultSha256 = sha256Of(resultPath);
  const known = findReduced(resultPath, resultSha256);
  if (known !== null) return { path, ...known };
  const run = reduceRun(readDocument(resultPath));
  save(resultPath, resultSha256, run);
  return { path, ...run };
}

/**
 * Leaves the reduced file of a result behind; without effect where the folder cannot be written.
 * @param path of the result file, which holds the document.
 * @throws SoftmaxBenchError when that cannot be read.
 */
export function writeReduced(path: string, document: ResultDocument): void {
  save(path, sha256Of(path), reduceRun(document));
}

/** `result.reduced.json` for `result.json`. */
function reducedPathOf(resultPath: string): string {
  return resultPath.replace(/(\.json)?$/, reducedSuffix);
}

/** The reduced run of the result with that hash; null when there is none, or none that can be read. */
function findReduced(resultPath: string, resultSha256: string): ReducedRun | null {
  const json = jsonIfReadable(reducedPathOf(resultPath));
  // Not parsed, which would copy every array.
  if (!reducedFileSchema.validate(json)) return null;
  return json.resultSha256 === resultSha256 ? json.run : null;
}

function jsonIfReadable(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function save(resultPath: string, resultSha256: string, run: ReducedRun): void {
  const text = `${JSON.stringify({ reductionVersion, resultSha256, run })}\n`;
  try {
    writeAtomically(reducedPathOf(resultPath), text);
  } catch (error) {
    // Without the file, the next comparison is as right, only slower.
    if (!(error instanceof SoftmaxBenchError)) throw error;
  }
}
