import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { packageRoot } from '../package-root.js';
import { migrate, readableVersions } from './migrations.js';
import { schemaVersion } from './schema-version.js';
import { readDocument } from './store.js';

describe('migrations', () => {
  const reference = join(packageRoot(), 'results', 'reference');

  it.each(readdirSync(reference))('read the reference result %s', (name) => {
    const document = readDocument(join(reference, name));
    expect(document.schemaVersion).toBe(schemaVersion);
    expect(document.outcomes.length).toBeGreaterThan(100);
  });

  it('leave out no version up to this one', () => {
    expect(readableVersions).toEqual(Array.from({ length: schemaVersion }, (_, i) => i + 1));
  });

  it('keep what a document holds', () => {
    const document = { schemaVersion: 1, machine: { cpuModel: 'a CPU' }, outcomes: [] };
    expect(migrate(document, 1)).toMatchObject({ ...document, schemaVersion });
  });

  it('make findings of warnings', () => {
    const warnings = ['The system reports no L3 cache; if this CPU has one, give its true size.'];
    expect(migrate({ schemaVersion: 1, machine: { warnings } }, 1)).toMatchObject({
      machine: expect.not.objectContaining({ warnings }) as object,
      findings: [
        {
          check: 'caches',
          severity: 'warning',
          what: 'The system reports no L3 cache.',
          remedy: 'If this CPU has one, give its true size.',
        },
      ],
    });
  });

  it('put the readings of noise in an array each', () => {
    const noise = [
      { round: 0, wallNs: 5, stealNs: null },
      { round: 1, wallNs: 6, stealNs: 7 },
    ];
    const other = { status: 'skipped' };
    expect(migrate({ outcomes: [{ noise }, other] }, 2)).toMatchObject({
      outcomes: [{ noise: { round: [0, 1], wallNs: [5, 6], stealNs: [null, 7] } }, other],
    });
  });

  it('tell the width that the vectors of a target had', () => {
    const cell = { target: 'avx512', variants: [{ store: 'ordinary' }, { store: 'library' }] };
    const js = { target: 'js', variants: [{ store: 'ordinary' }] };
    const migrated = {
      plan: { cells: [{ variants: [{ vectorBits: 512 }, { vectorBits: null }] }] },
      outcomes: [{ cell: { variants: [{ vectorBits: null }] } }],
    };
    expect(migrate({ plan: { cells: [cell] }, outcomes: [{ cell: js }] }, 3)).toMatchObject(
      migrated,
    );
  });

  it('leave what is no document for validation to name', () => {
    expect(migrate({ schemaVersion: 1 }, 1)).toMatchObject({ schemaVersion, findings: [] });
    const outcomes = [{ noise: 'quiet' }, { noise: [3] }, null];
    expect(migrate({ outcomes }, 2)).toMatchObject({ outcomes });
  });
});
