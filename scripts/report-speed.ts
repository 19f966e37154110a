// Times the reports: node dist/scripts/report-speed.js <result.json>
// The result should hold the cells of the paper preset. It is enlarged to the most samples that the
// preset takes (40 rounds of 3, in 3 processes) for the formats, and copied 500 times, each a run of its own, for the
// merge.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ResultDocument } from '../src/model/result.js';
import { readDocument, writeDocument } from '../src/storage/store.js';
import type { CellOutcome } from '../src/model/outcome.js';
import { timeCli } from './time-cli.js';

const roundCount = 40;
const samplesPerRound = 3;
const processCount = 3;
const mergedCount = 500;

function enlarged(document: ResultDocument): ResultDocument {
  const sampleCount = roundCount * samplesPerRound;
  const repeated = (values: readonly number[]): number[] =>
    Array.from(
      { length: sampleCount },
      (_, index) => values[index % values.length]! * (1 + (index % 7) / 1000),
    );
  const outcomes = document.outcomes.map((outcome): CellOutcome => {
    if (outcome.status !== 'measured') return outcome;
    return {
      ...outcome,
      durationsNs: repeated(outcome.durationsNs),
      passDurationsNs: outcome.passDurationsNs?.map(repeated) ?? null,
      rounds: Array.from({ length: sampleCount }, (_, index) =>
        Math.floor(index / samplesPerRound),
      ),
      processes: Array.from({ length: sampleCount }, (_, index) =>
        Math.floor((index * processCount) / sampleCount),
      ),
    };
  });
  return { ...document, outcomes };
}

const [sourcePath] = process.argv.slice(2);
if (sourcePath === undefined) throw new Error('expected the path of a result.json');
const source = readDocument(sourcePath);
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-report-speed-'));
try {
  const large = join(folder, 'result.json');
  writeDocument(large, enlarged(source));
  for (const format of ['terminal', 'csv', 'json', 'markdown', 'html']) {
    const limit = format === 'html' ? 'at most 2 s' : 'at most 1 s';
    const out = format === 'terminal' ? [] : ['-o', join(folder, `report.${format}`)];
    timeCli(format, limit, ['report', large, '--format', format, ...out]);
  }
  const merged = Array.from({ length: mergedCount }, (_, index) => {
    const path = join(folder, `${index}.json`);
    const startedAtUtc = new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString();
    writeDocument(path, { ...source, startedAtUtc });
    return path;
  });
  const out = ['-o', join(folder, 'merged.csv')];
  timeCli(`merging ${mergedCount} results`, 'at most 5 s and 500 MB', [
    'export',
    ...merged,
    ...out,
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
