import { describe, expect, it } from 'vitest';

import { compareMachines } from '../../compare/compare-machines.js';
import { groupRuns } from '../../compare/machines.js';
import { reduceRun } from '../../compare/reduce.js';
import { readDocument } from '../../storage/store.js';
import { contentOf } from './comparison-content.js';
import { forestFigure } from './figures/forest-figure.js';
import { forestTable } from './forest-table.js';
import { lightPalette } from '../figures/palette.js';
import { wideLayout } from '../figures/figure.js';

const view = { metric: 'time', by: 'element-count', targets: 'same' } as const;

/** Reference results by their folders, the first as the baseline. */
function compared(...names: readonly string[]) {
  const paths = names.map((name) => `results/reference/${name}`);
  const runs = paths.map((path) => ({ ...reduceRun(readDocument(path)), path }));
  const grouping = groupRuns(runs);
  const baseline = grouping.machines.find((machine) => machine.runs.includes(runs[0]!))!.name;
  return compareMachines(grouping, baseline, view, []);
}

/** The caption of the forest plot. */
function captionOf(of: ReturnType<typeof compared>): string {
  const drawing = forestFigure.draw(of, lightPalette, wideLayout);
  return drawing.status === 'drawn' ? drawing.caption : drawing.reason;
}

describe('a run of one process', () => {
  const of = compared('amd-epyc-genoa-vm', 'intel-xeon-emerald-rapids-vm');
  const { comparison } = of;

  it('is named, with what to do', () => {
    expect(comparison.headline).toBe(
      'AMD EPYC Genoa VM vs Intel Xeon out of cache: undecided, avx512, one thread. Intel Xeon has fewer than 3 ' +
        'processes or 6 rounds, which give no interval: measure it anew with softmax-bench run.',
    );
    expect(captionOf(of)).toContain('Hollow: undecided, too few processes');
    expect(comparison.machines.map(({ rank }) => rank)).toEqual([null, null]);
  });

  it('has no ratio next to "undecided"', () => {
    const tables = [forestTable(comparison), ...contentOf(comparison).details];
    const rows = tables.flatMap((table) => table.rows).filter((row) => row.includes('undecided'));
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => row.some((text) => /^\d[\d.]*x?$/.test(text)))).toEqual([]);
  });
});

describe('machines without a common instruction set for all', () => {
  it('are told at the forest plot to be compared on that of each pair', () => {
    const of = compared(
      'amd-epyc-genoa-vm',
      'intel-xeon-emerald-rapids-16-vm',
      'amd-epyc-milan-vm',
    );
    const clause =
      'Both sides on one instruction set: AMD EPYC (avx2); the times of AMD EPYC Genoa VM in the table are on avx512.';
    expect(forestTable(of.comparison).note).toContain(clause);
    expect(captionOf(of)).toContain(clause);
    expect(contentOf(of.comparison).title).toBe(
      '3 machines by speed: AMD EPYC Genoa VM; Intel Xeon; AMD EPYC',
    );
  });

  it('are not told so where all are on one', () => {
    expect(captionOf(compared('amd-epyc-genoa-vm', 'intel-xeon-emerald-rapids-vm'))).not.toContain(
      'instruction set',
    );
  });
});
