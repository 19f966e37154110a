import { analyzeCells } from '../analysis/analyze.js';
import type { RunFacts } from '../analysis/analysis.js';
import type { ComparedRun } from '../compare/compared-run.js';
import { readSomeRuns } from './read-runs.js';
import type { AnalyzedResult } from '../reports/formats/table.js';
import { readDocument } from '../storage/store.js';
import { ResultFileError } from '../storage/result-file-error.js';
import type { Io } from './io.js';

/** The results that have rows, one in memory at a time; what is odd about one is said on stderr. */
export function* readResults(paths: readonly string[], io: Io): Generator<AnalyzedResult> {
  const check = oddities(io);
  for (const path of paths) {
    const document = readDocument(path);
    const analysis = analyzeCells(document);
    if (check(path, analysis.run, analysis.cells.length > 0)) yield { document, analysis };
  }
}

/** So many files at a time, for which threads are started. */
const filesAtATime = 256;

/** The same as a comparison takes them, from reduced files where these fit, and from tables of sweeps. */
export async function* readReducedRuns(
  paths: readonly string[],
  io: Io,
): AsyncGenerator<ComparedRun> {
  const check = oddities(io);
  for (let start = 0; start < paths.length; start += filesAtATime) {
    for (const [path, runs] of await readSomeRuns(paths.slice(start, start + filesAtATime))) {
      for (const run of runs) {
        if (run instanceof ResultFileError) throw run;
        if (check(path, run.run, run.sweeps.length > 0)) yield run;
      }
    }
  }
}

/** Says on stderr what is odd about a run; whether it has rows. */
function oddities(io: Io): (path: string, run: RunFacts, hasCells: boolean) => boolean {
  const pathOfRun = new Map<string, string>();
  return (path, { runId, isComplete }, hasCells) => {
    if (!hasCells) {
      io.stderr(`warning: ${path}: no configuration was measured\n`);
      return false;
    }
    if (!isComplete) io.stderr(`warning: ${path}: the run was interrupted\n`);
    const otherPath = pathOfRun.get(runId);
    if (otherPath !== undefined) {
      io.stderr(`warning: ${path} is the same run as ${otherPath}; its rows are there twice\n`);
    }
    pathOfRun.set(runId, path);
    return true;
  };
}
