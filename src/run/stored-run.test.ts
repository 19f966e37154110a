import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SampledVisit } from '../measure/protocol/visit-result.js';
import type { ResultDocument } from '../model/result.js';
import { Journal, journalFileName, readJournal } from '../storage/journal.js';
import { resultFileName, writeDocument } from '../storage/store.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { findRun, journalLine, readRun, withJournal } from './stored-run.js';

/** As it was written before the first round. */
const finished = fixtureDocument();
const begun: ResultDocument = { ...finished, finishedAtUtc: null, outcomes: [] };
const [cell] = finished.plan.cells;

function visitOf(round: number): SampledVisit {
  const outcome = finished.outcomes.find((own) => own.status === 'measured')!;
  return {
    status: 'sampled',
    batchCount: 7,
    verification: round === 0 ? outcome.verification : null,
    samples: { durationsNs: [10 + round, 20], passDurationsNs: null, threadDurationsNs: null },
    noise: {
      round,
      wallNs: 1000,
      sampledNs: 900,
      stealNs: null,
      involuntaryContextSwitches: 0,
      minorPageFaults: 0,
      majorPageFaults: 0,
      otherBusyNs: null,
      clockHz: null,
      frequencyHz: null,
      temperatureCelsius: null,
    },
  };
}

describe('a run that was killed', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softmax-bench-journal-'));
    writeDocument(join(folder, resultFileName), begun);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('has what its journal says besides', () => {
    const journal = new Journal(folder);
    for (const round of [0, 1, 2]) journal.append(journalLine(begun, cell!, 0, visitOf(round)));
    const [outcome] = readRun(folder).outcomes;
    expect(outcome).toMatchObject({
      status: 'measured',
      cell,
      durationsNs: [10, 20, 11, 20, 12, 20],
      rounds: [0, 0, 1, 1, 2, 2],
      stopReason: 'interrupted',
    });
    // What the document has by now is not added again.
    writeDocument(join(folder, resultFileName), readRun(folder));
    expect(findRun(folder)?.outcomes).toEqual([outcome]);
    journal.clear();
    journal.append(journalLine(begun, cell!, 1, visitOf(3)));
    expect(readRun(folder).outcomes).toMatchObject([{ processes: [0, 0, 0, 0, 0, 0, 1, 1] }]);
    journal.clear();
    expect(readdirSync(folder)).toEqual([resultFileName]);
  });

  it('takes nothing from lines that are cut short, of another run, or no visits', () => {
    const line = journalLine(begun, cell!, 0, visitOf(0));
    const other = journalLine({ startedAtUtc: '2020-01-01T00:00:00Z' }, cell!, 0, visitOf(0));
    const unknown = journalLine(begun, { ...cell!, id: 'unknown' }, 0, visitOf(0));
    const wrong = line.replace('"durationsNs":[10,', '"durationsNs":[-10,');
    const lines = [other, unknown, wrong, 'null', '\0', line.slice(0, -9)];
    writeFileSync(join(folder, journalFileName), lines.join('\n'));
    expect(readJournal(folder)).toHaveLength(lines.length);
    expect(readRun(folder)).toEqual(begun);
    expect(withJournal(finished, [line])).toBe(finished);
  });

  it('is written as a document when a line could not be', () => {
    const journal = new Journal(join(folder, 'gone'));
    journal.append('x');
    expect(journal.isIncomplete).toBe(true);
    journal.clear();
    expect(journal.isIncomplete).toBe(false);
  });
});
