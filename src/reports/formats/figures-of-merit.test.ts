import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { renderFiguresOfMerit } from './figures-of-merit.js';

describe('figures of merit', () => {
  it('have a line each, with the names and units that harnesses read', () => {
    const lines = renderFiguresOfMerit(analyze(fixtureDocument())).trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/: \S+ /, ': '))).toEqual([
      'headline_gain: x',
      'headline_gain_low: x',
      'headline_gain_high: x',
      'best_gain: x',
      'best_gain_low: x',
      'best_gain_high: x',
      'best_time: ns/element',
      'read_bandwidth: GB/s',
      'copy_bandwidth: GB/s',
      'copy_nt_bandwidth: GB/s',
      'failed_configurations: configurations',
    ]);
    expect(lines.every((line) => /: \d+(\.\d+)? /.test(line))).toBe(true);
  });

  it('are left out where nothing was measured out of cache', () => {
    const inCache = syntheticDocument({
      trueNs: (_, elementCount) => elementCount,
      algorithms: ['three-pass-reload', 'two-pass', 'copy', 'read'],
      elementCounts: [1 << 12],
    });
    const text = renderFiguresOfMerit(analyze(inCache));
    expect(text).not.toMatch(/NaN|bandwidth|best_time|headline/);
    expect(text).toContain('failed_configurations: 0 configurations\n');
  });
});
