import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { problemText } from '../../model/problem-text.js';
import type { ResultDocument } from '../../model/result.js';
import { readDocument } from '../../storage/store.js';
import { firstRounds } from '../../testing/first-rounds.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { answerParts } from './answer-lines.js';
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

  it.each([
    ['much', fixtureDocument()],
    ['16 CPUs', readDocument('results/reference/intel-xeon-emerald-rapids-16-vm')],
  ])('fits where %s was measured, with why, and as many as four sizes', (_, document) => {
    const lines = render(document).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(21);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    const rule = lines.findIndex((line) => line.startsWith('---'));
    const sizeCount = analyze(document).subject!.problems.length;
    expect(lines.length - rule - 1).toBeGreaterThanOrEqual(Math.min(4, sizeCount));
    expect(lines.some((line) => line.startsWith('WHY '))).toBe(true);
  });

  it('has a column for what each line ships, and rows where its ranges begin', () => {
    const document = readDocument('results/reference/intel-xeon-emerald-rapids-16-vm');
    const { answer } = analyze(document);
    const lines = render(document).split('\n');
    const heads = lines.find((line) => line.includes('x + y'))!;
    for (const { ranges } of answer.states) {
      for (const { implementation } of ranges) {
        expect(heads).toContain(` ${shortAlgorithmName(implementation)} `);
      }
    }
    for (const { lowProblem } of answer.states[0]!.ranges) {
      const size = problemText(lowProblem);
      expect(lines.some((line) => line.trimStart().startsWith(`${size} `))).toBe(true);
    }
  });

  it('says of NT stores that the next reader of y finds it in DRAM', () => {
    expect(render(crossing)).toContain('-nt leaves y in DRAM for its next reader');
    const ship = answerParts(analyze(crossing)).find(({ label }) => label === 'SHIP')!.texts;
    expect(ship.at(-1)).toMatch(/^-nt forms leave y in DRAM at every size/);
    const plain = crossing.outcomes.filter(({ cell }) => cell.implementation !== 'two-pass-nt');
    expect(render({ ...crossing, outcomes: plain })).not.toContain('-nt leaves');
  });

  it('says the gain of what it ships before that of the headline', () => {
    const gain = answerParts(analyze(crossing)).find(({ label }) => label === 'GAIN')!.texts;
    expect(gain).toHaveLength(2);
    expect(gain[0]).toMatch(
      /^two-pass-nt is (2\.0\d|1\.9\d)x faster .*two-pass-nt is up to 5\d% slower/,
    );
    expect(gain[1]).toMatch(/^two-pass is 1\.25x faster /);
  });

  it('claims nothing that is not known', () => {
    expect(words({ ...crossing, outcomes: [] })).toContain(
      'SHIP nothing was measured, so this result has no answer',
    );
    const few = words(firstRounds(crossing, 2));
    expect(few).toContain('undecided (too few rounds)');
    expect(few).toContain('no interval for two-pass');
    expect(few).not.toMatch(/NaN|undefined|null|\dx faster/);
    const alone = crossing.outcomes.filter(({ cell }) => cell.implementation === 'two-pass');
    expect(words({ ...crossing, outcomes: alone })).toContain(
      'only one implementation of softmax was measured, so there is no choice',
    );
  });
});
