import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import type { ResultDocument } from '../../model/result.js';
import { firstRounds } from '../../testing/first-rounds.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { renderTerminalAnswer } from './terminal-answer.js';

const options = { columns: 80, color: false };

function render(document: ResultDocument): string {
  return renderTerminalAnswer(analyze(document), options);
}

/** On one line. */
function words(document: ResultDocument): string {
  return render(document).replaceAll(/\s+/g, ' ');
}

/** NT stores pay out of cache, three-pass in it. */
const crossing = syntheticDocument({
  trueNs: (algorithm, count) => {
    const isLarge = count > 1 << 20;
    if (algorithm === 'two-pass') return count * (isLarge ? 0.8 : 1.1);
    return count * (algorithm !== 'two-pass-nt' ? 1 : isLarge ? 0.5 : 2);
  },
  algorithms: ['three-pass-reload', 'two-pass', 'two-pass-nt', 'read', 'copy', 'copy-nt', 'update'],
  elementCounts: [1 << 12, 1 << 16, 1 << 22, 1 << 25],
  noise: 0.002,
});

describe('the answer', () => {
  it('says first of what to trust that the machine was emulated', () => {
    const finding = {
      check: 'emulation',
      severity: 'warning',
      what: '',
      why: '',
      remedy: '',
    } as const;
    const text = words({ ...crossing, findings: [finding] });
    expect(text).toContain('TRUST emulated: times mean nothing; ');
    expect(words(crossing)).not.toContain('emulated');
  });

  it('says what to ship, with and without NT stores, and fits a terminal of 24 lines', () => {
    const text = words(crossing);
    expect(text).toMatch(
      /SHIP N >= 4 Mi: two-pass-nt, (2\.0\d|1\.9\d)x faster than the best three-pass \[95% CI /,
    );
    expect(text).toMatch(/N < 4 Mi: three-pass-reload, two-pass is (9|9\.\d)(-9\.\d)?% slower/);
    expect(text).toMatch(
      /without NT \(non-temporal\) stores: N >= 4 Mi two-pass 1\.25x \[1\.2\d-1\.2\d\]; below three-pass-reload/,
    );
    expect(text).toMatch(
      /PAPER two-pass up to 1\.28x on Intel Skylake-X, AVX-512; here 1\.25x \[.*\]: below/,
    );
    const lines = render(crossing).trimEnd().split('\n');
    // Two lines of file names and a prompt follow.
    expect(lines.length).toBeLessThanOrEqual(21);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.at(-1)).toMatch(/^ *32 Mi +256 MiB .*\* +two-pass-nt$/);
  });

  it('fits where much was measured', () => {
    const lines = render(fixtureDocument()).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(21);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('claims nothing that is not known', () => {
    expect(words({ ...crossing, outcomes: [] })).toContain(
      'SHIP nothing was measured, so this result has no answer',
    );
    const few = words(firstRounds(crossing, 2));
    expect(few).toContain('undecided (too few rounds)');
    expect(few).toContain('no interval at the headline');
    expect(few).not.toMatch(/NaN|undefined|null|\dx faster/);
    const alone = crossing.outcomes.filter(({ cell }) => cell.implementation === 'two-pass');
    expect(words({ ...crossing, outcomes: alone })).toContain(
      'only one implementation of softmax was measured, so there is no choice',
    );
  });
});
