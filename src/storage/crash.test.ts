import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fixtureDocument } from '../testing/fixture-document.js';
import { lockFolder } from './lock.js';
import { openAtomically } from './atomic-file.js';
import { findDocument, resultFileName, serializeDocument, writeDocument } from './store.js';

describe('a run that is killed', () => {
  const { outcomes, ...head } = fixtureDocument();
  /** What a run has written after so many rounds: ever more outcomes. */
  const states = Array.from({ length: 5 }, (_, count) => ({
    ...head,
    finishedAtUtc: null,
    outcomes: outcomes.slice(0, 3 * count),
  }));
  const deadPid = spawnSync(process.execPath, ['--version']).pid;

  it('leaves its last whole document, wherever in a write it ends, and the next run clears up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: states.length - 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (wholeCount, share) => {
          const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-crash-'));
          try {
            const path = join(folder, resultFileName);
            for (const state of states.slice(0, wholeCount)) writeDocument(path, state);

            const text = serializeDocument(states[wholeCount]!);
            const file = openAtomically(path);
            file.write(text.slice(0, Math.floor(share * text.length)));
            const [temporaryName = ''] = readdirSync(folder).filter((name) =>
              name.endsWith('.tmp'),
            );
            const left = temporaryName.replace(`-${process.pid}-`, `-${deadPid}-`);
            renameSync(join(folder, temporaryName), join(folder, left));
            file.discard();

            expect(findDocument(folder)).toEqual(states[wholeCount - 1] ?? null);
            const free = lockFolder(folder);
            writeDocument(path, states.at(-1)!);
            free();
            expect(findDocument(folder)).toEqual(states.at(-1));
            expect(readdirSync(folder)).toEqual([resultFileName]);
          } finally {
            rmSync(folder, { recursive: true });
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
