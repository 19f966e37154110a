import { statSync } from 'node:fs';
import * as z from 'zod';

import { SoftmaxBenchError } from '../errors.js';
import type { ResultDocument } from '../model/result.js';
import { writeOwnFile } from '../storage/atomic-file.js';
import { sha256Of, sha256OfBytes } from '../storage/file-hash.js';
import { parseDocument } from '../storage/parse-document.js';
import { readBytes } from '../storage/read-bytes.js';
import { ResultFileError } from '../storage/result-file-error.js';
import { readResultBytes } from '../storage/store.js';
import type { ComparedRun, ReducedRun } from './compared-run.js';
import { reduceRun } from './reduce.js';
import {
  headOf,
  readHead,
  readLayout,
  readSweep,
  storedSweep,
  StoredRunError,
} from './stored-run.js';

/**
 * Of what a reduced file or a table of sweeps says of a result: to be raised whenever `reduceRun`, or the analysis and the
 * statistics that it uses, give other figures for the same result.
 */
export const reductionVersion = 9;

/** The file in the folder of a result that saves a comparison from reading it; made anew when it does not fit. */
const reducedFileSchema = z.strictObject({
  reductionVersion: z.literal(reductionVersion),
  /** Of the bytes of the result, in hexadecimal digits. */
  resultSha256: z.string(),
  run: z.unknown(),
  sweeps: z.array(z.strictObject({ facts: z.unknown(), layout: z.unknown(), numbers: z.string() })),
});

/** What a reduced file says, and of which result. */
interface FoundRun {
  readonly resultSha256: string;
  readonly run: ReducedRun;
}

/** A reduced file has a hundredth of the size of its result. */
const mostReducedBytes = 2 ** 25;

/** How the names of reduced files end. */
export const reducedSuffix = '.reduced.json';

/**
 * What a comparison needs of a result: from its reduced file if that fits, else from the result itself, of which a
 * reduced file is then left behind where the folder can be written.
 * @returns what is wrong with the result in its place.
 */
export function readComparedRun(path: string): ComparedRun | ResultFileError {
  const reduced = findReduced(path);
  if (reduced !== null && reduced.resultSha256 === sha256Of(path)) return { path, ...reduced.run };
  return readAnew(path);
}

function readAnew(path: string): ComparedRun | ResultFileError {
  try {
    // Read once: the hash is then that of what was reduced, and a pipe can be read no second time.
    const bytes = readResultBytes(path);
    const run = reduceRun(parseDocument(path, bytes));
    save(path, sha256OfBytes(bytes), run);
    return { path, ...run };
  } catch (error) {
    if (error instanceof ResultFileError) return error;
    throw error;
  }
}

/**
 * Leaves the reduced file of a result behind; without effect where the folder cannot be written.
 * @param path of the result file, which holds the document.
 */
export function writeReduced(path: string, document: ResultDocument): void {
  save(path, sha256Of(path), reduceRun(document));
}

/** `result.reduced.json` for `result.json`. */
function reducedPathOf(resultPath: string): string {
  return resultPath.replace(/(\.json)?$/, reducedSuffix);
}

/** What the reduced file of a result holds, for whatever result; null when there is none that can be read. */
function findReduced(resultPath: string): FoundRun | null {
  const { data } = reducedFileSchema.safeParse(jsonIfReadable(reducedPathOf(resultPath)));
  if (data === undefined) return null;
  try {
    const sweeps = data.sweeps.map(({ facts, layout, numbers }) =>
      readSweep(facts, readLayout(layout), numbers),
    );
    // Not a spread: see "Object.assign" in CONTRIBUTING.
    return {
      resultSha256: data.resultSha256,
      run: Object.assign({}, readHead(data.run), { sweeps }),
    };
  } catch (error) {
    if (error instanceof StoredRunError) return null;
    throw error;
  }
}

function jsonIfReadable(path: string): unknown {
  try {
    return JSON.parse(
      readBytes(path, { mostBytes: mostReducedBytes, allowsPipe: false }).toString(),
    );
  } catch {
    return null;
  }
}

function save(resultPath: string, resultSha256: string | null, run: ReducedRun): void {
  if (resultSha256 === null || !statSync(resultPath).isFile()) return;
  const sweeps = run.sweeps.map(storedSweep);
  const text = `${JSON.stringify({ reductionVersion, resultSha256, run: headOf(run), sweeps })}\n`;
  try {
    writeOwnFile(reducedPathOf(resultPath), text);
  } catch (error) {
    // Without the file, the next comparison is as right, only slower.
    if (!(error instanceof SoftmaxBenchError)) throw error;
  }
}
