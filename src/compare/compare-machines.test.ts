import { describe, expect, it } from 'vitest';

import type { ResultDocument } from '../model/result.js';
import { withExternals } from '../testing/external-outcomes.js';
import { syntheticRun, type SyntheticMachine } from '../testing/synthetic-machine.js';
import { compareMachines } from './compare-machines.js';
import type { ComparedMachine, Comparison } from './comparison.js';
import { groupRuns, machineKey } from './machines.js';
import { reduceRun } from './reduce.js';
import { gateOf } from './regressions.js';
import type { ComparedRun } from './compared-run.js';
import { subjectText } from './series.js';
import type { View } from './views.js';

const byTime: View = { metric: 'time', by: 'element-count', targets: 'same' };

function reduced(document: ResultDocument): ComparedRun {
  return { path: `${document.startedAtUtc}.json`, ...reduceRun(document) };
}

function compareDocuments(documents: readonly ResultDocument[], view = byTime): Comparison {
  const runs = documents.map(reduced);
  const grouping = groupRuns(runs);
  const baseline = grouping.machines.find((machine) => machine.runs.includes(runs[0]!))!.name;
  return compareMachines(grouping, baseline, view, []).comparison;
}

function compareSynthetic(machines: readonly SyntheticMachine[], view = byTime): Comparison {
  return compareDocuments(machines.map(syntheticRun), view);
}

/** Speed over the baseline of the machine that is not it, by level. */
function overBaseline({ machines }: Comparison) {
  return machines.find(({ isBaseline }) => !isBaseline)!.levels.map((own) => own.overBaseline!);
}

function ranksOf(machines: readonly ComparedMachine[]): readonly string[] {
  return machines.map(({ rank, isTied }) => `${rank}${isTied ? '=' : ''}`);
}

describe('two runs of one machine', () => {
  const stateOf = (speed: number) =>
    compareSynthetic([
      { name: 'One', seed: 1 },
      { name: 'One', speed, seed: 2 },
    ]).pairs[0]!.concerns.filter(({ aspect }) => aspect === 'state of the machine');

  it('that differ in everything found it in another state', () => {
    expect(stateOf(1.01)).toEqual([]);
    for (const [speed, text] of [
      [1.6, 'faster'],
      [1 / 1.6, 'slower'],
    ] as const) {
      expect(stateOf(speed)[0]!.explanation).toMatch(
        new RegExp(
          `^\\d+ of \\d+ rows are ${text}, by 1\\.[56]\\d?x in the middle, in cache as in`,
        ),
      );
    }
    const apart = compareSynthetic([
      { name: 'One', seed: 1 },
      { name: 'Other', speed: 1.6, seed: 2 },
    ]);
    expect(JSON.stringify(apart.pairs[0]!.concerns)).not.toContain('state of the machine');
  });
});

describe('two machines', () => {
  it('compare as they truly do, in each region', () => {
    const comparison = compareSynthetic([
      { name: 'Slow', seed: 1 },
      { name: 'Fast', speed: 1.25, seed: 2 },
    ]);
    const { pairs, headline, machines } = comparison;
    const [pair] = pairs;
    expect(pair!.machine).toBe('Fast');
    expect(machines[0]!.levels.map(({ region }) => region)).toEqual(['L1', 'L2', 'LLC', 'DRAM']);
    for (const row of pair!.rows) {
      expect(row.verdict, `${subjectText(row)} in ${row.region}`).toBe('faster');
      expect(row.interval!.low).toBeLessThan(1.25);
      expect(row.interval!.high).toBeGreaterThan(1.25);
    }
    for (const { ratio, verdict } of overBaseline(comparison)) {
      expect(verdict).toBe('faster');
      expect(ratio).toBeCloseTo(1.25, 1);
    }
    expect(headline).toMatch(
      /^Fast is 1\.2\dx faster than Slow out of cache \[1\.[\d.-]+\], avx512, one thread\.$/,
    );
  });

  it('have the faster one first in the headline, but of one CPU the change', () => {
    const faster = compareSynthetic([
      { name: 'Fast', speed: 1.25, seed: 1 },
      { name: 'Slow', seed: 2 },
    ]);
    expect(faster.headline).toMatch(/^Fast is 1\.2\dx faster than Slow out of cache/);
    const before = { name: 'A', build: 'before', seed: 1 };
    const slower = compareSynthetic([before, { name: 'A', build: 'after', speed: 0.8, seed: 2 }]);
    expect(slower.headline).toMatch(/^A, build after is 1\.2\dx slower than A, build before out/);
    const same = compareSynthetic([before, { name: 'A', build: 'after', seed: 2 }]);
    expect(same.headline).toMatch(
      /^A, build after vs A, build before out of cache: no significant difference, [\d.]+x \[/,
    );
  });

  it('claim nothing from too few processes, not even a number', () => {
    const { headline, machines } = compareSynthetic([
      { name: 'Slow', roundCount: 2, seed: 1 },
      { name: 'Fast', roundCount: 2, speed: 2, seed: 2 },
    ]);
    expect(headline).toBe(
      'Fast vs Slow out of cache: undecided, avx512, one thread. Slow; Fast have fewer than 3 processes or 6 rounds, which give no interval: measure them anew with softmax-bench run.',
    );
    expect(machines.map(({ rank }) => rank)).toEqual([null, null]);
  });

  it('claim a difference of A and A in at most 5 % of draws, single runs within the floor', () => {
    expect(claimedShare(1, 0.015)).toBeLessThanOrEqual(0.05);
  });

  it('claim a difference of A and A in at most 5 % of draws, repeated runs whatever they drift by', () => {
    expect(claimedShare(3, 0.06)).toBeLessThanOrEqual(0.05);
  });

  it('show a true difference of 15 % from five runs that drift by 3 %', () => {
    const machine = (name: string, speed: number, from: number) =>
      Array.from({ length: 5 }, (_, run) => ({ name, speed, runDrift: 0.03, seed: from + run }));
    const levels = overBaseline(
      compareSynthetic([...machine('Slow', 1, 1), ...machine('Fast', 1.15, 51)]),
    );
    expect(levels.map(({ verdict }) => verdict)).toEqual(Array(4).fill('faster'));
    expect(levels.map(({ floorRatio }) => floorRatio)).toEqual(Array(4).fill(1));
  });

  it('name rows after both regions where caches differ, and compare relative sizes', () => {
    const machines = [
      { name: 'Small', lastLevelBytes: 2 << 20, seed: 1 },
      { name: 'Large', lastLevelBytes: 32 << 20, seed: 2 },
    ];
    const { pairs } = compareSynthetic(machines);
    expect(pairs[0]!.rows.map(({ region }) => region)).toContain('LLC : DRAM');
    const relative = compareSynthetic(machines, { ...byTime, by: 'llc-relative' });
    // Each takes the same multiple of its own copy.
    const inMemory = overBaseline(relative).at(-1)!;
    expect(inMemory.ratio).toBeCloseTo(1, 1);
    expect(inMemory.verdict).toBe('no difference');
    const { cells } = relative.pairs[0]!;
    expect(cells.map(({ size }) => size)).toContain(1 / 4);
    expect(cells.every(({ size }) => Number.isInteger(Math.log2(size)))).toBe(true);
  });

  it('are more or less efficient by relative size, and never better', () => {
    const trueNs = { algorithms: ['three-pass-reload', 'two-pass', 'copy'] };
    const { headline } = compareSynthetic(
      [
        { name: 'A', seed: 1, ...trueNs },
        { name: 'B', seed: 2, lastLevelBytes: 2 << 20, ...trueNs },
      ],
      { ...byTime, by: 'llc-relative' },
    );
    expect(headline).not.toMatch(/best|faster|slower/);
  });

  it('are compared by level where they share no size', () => {
    const comparison = compareSynthetic([
      { name: 'A', elementCounts: [3000, 20_000_000], seed: 1 },
      { name: 'B', elementCounts: [4096, 1 << 25], speed: 1.5, seed: 2 },
    ]);
    expect(comparison.headline).toMatch(/^B is 1\.[45]\dx faster than A out of cache/);
    expect(comparison.pairs[0]!.rows).toEqual([]);
    expect(comparison.pairs[0]!.concerns.map(({ explanation }) => explanation)).toEqual([
      'sizes differ (2 vs 2, 0 shared): levels are means over the own sizes of each machine.',
    ]);
  });

  it.each(['skeleton-fraction', 'speedup'] as const)(
    'compare by %s with more as better',
    (metric) => {
      const { pairs } = compareSynthetic(
        [
          { name: 'Slow', seed: 1 },
          { name: 'Fast', speed: 1.25, seed: 2 },
        ],
        { ...byTime, metric },
      );
      const verdicts = new Set(pairs[0]!.rows.map(({ verdict }) => verdict));
      expect([...verdicts]).toEqual(['no difference']);
    },
  );

  it('regress by more than the bound only with the whole interval', () => {
    const slower = (speed: number) =>
      compareSynthetic([
        { name: 'A', build: 'before', seed: 1 },
        { name: 'A', build: 'after', speed, seed: 2 },
      ]);
    const judged = gateOf(slower(1 / 1.3), 0.03);
    expect(judged.isPassed).toBe(false);
    expect(judged.failures[0]).toMatch(
      /^three-pass-recompute on avx512 in L1: A, build after is [\d.]+% slower than A, build before/,
    );
    // Three algorithms at four levels; copy and read are not judged.
    expect(judged.summary).toMatch(/^gate failed: 12 of 12 slower by more than 3%; worst 3\d/);
    for (const [speed, bound] of [
      [1 / 1.3, 0.5],
      [1 / 1.02, 0.01],
      [1.3, 0.03],
    ] as const) {
      const { isPassed, failures, summary } = gateOf(slower(speed), bound);
      expect({ isPassed, failures }).toEqual({ isPassed: true, failures: [] });
      expect(summary).toMatch(/^gate passed: 0 of 12 slower by more than/);
    }
  });
});

describe('comparability', () => {
  const base = syntheticRun({ name: 'A', seed: 1 });
  const other = syntheticRun({ name: 'B', speed: 2, seed: 2 });
  const concernsOf = (document: ResultDocument) => {
    const runs = [reduced(base), reduced(document)];
    const [pair] = compareMachines(groupRuns(runs), 'A', byTime, []).comparison.pairs;
    return { pair: pair!, texts: pair!.concerns.map((own) => `${own.severity} ${own.aspect}`) };
  };
  const withCells = (change: (cell: ResultDocument['outcomes'][number]['cell']) => object) => ({
    ...other,
    plan: { ...other.plan, cells: other.plan.cells.map((cell) => ({ ...cell, ...change(cell) })) },
    outcomes: other.outcomes.map((outcome) => ({
      ...outcome,
      cell: { ...outcome.cell, ...change(outcome.cell) },
    })),
  });

  it('has nothing to say of runs that differ in the machine alone', () => {
    expect(concernsOf(other).texts).toEqual([]);
  });

  it('refuses other cache states, thread counts and pages, and compares nothing of them', () => {
    for (const [change, aspect] of [
      [{ cacheState: 'warm' }, 'cache state'],
      [{ threadCount: 2 }, 'threads'],
      [{ pages: 'huge' }, 'pages'],
    ] as const) {
      const { pair, texts } = concernsOf(withCells(() => change));
      expect(texts).toEqual([`refused ${aspect}`, `refused ${aspect}`]);
      expect(pair.rows).toEqual([]);
    }
  });

  const withInput = (limit: number) => {
    const input = { distribution: 'uniform', low: -limit, high: limit } as const;
    return { ...other, plan: { ...other.plan, config: { ...other.plan.config, input } } };
  };

  it('warns of another distribution where kernels take the same path', () => {
    const { pair, texts } = concernsOf(withInput(1000));
    expect(texts).toEqual(['warning inputs']);
    expect(pair.rows.map(({ implementation }) => implementation)).toContain('two-pass');
  });

  it('refuses softmax of another distribution else, and still compares baselines', () => {
    const { pair, texts } = concernsOf(withInput(1e6));
    expect(texts).toEqual(['refused inputs']);
    expect(pair.rows.map(({ implementation }) => implementation)).toContain('copy');
    expect(pair.rows.map(({ implementation }) => implementation)).not.toContain('two-pass');
  });

  it('refuses an implementation that stores in another way', () => {
    const { pair, texts } = concernsOf(
      withCells(({ implementation, variants }) =>
        implementation === 'copy'
          ? { variants: variants.map((own) => ({ ...own, store: 'non-temporal' })) }
          : {},
      ),
    );
    expect(texts).toEqual(['refused byte model']);
    expect(pair.rows.map(({ implementation }) => implementation)).not.toContain('copy');
  });

  it('compares the same target alone unless the best are asked for', () => {
    const avx2 = withCells(({ id }) => ({ target: 'avx2', id: id.replace('avx512', 'avx2') }));
    const apart = concernsOf(avx2);
    expect(apart.texts).toEqual(['warning target']);
    expect(apart.pair.rows).toEqual([]);
    const same = compareDocuments([base, avx2]);
    expect(same.headline).toBe(
      'B was not compared with A: no instruction set in common. Use --targets best to compare the fastest instruction set of each.',
    );
    const best = compareDocuments([base, avx2], { ...byTime, targets: 'best' });
    expect(best.headline).toMatch(
      /^B is [\d.]+x faster than A .* each on its fastest instruction set/,
    );
    const [pair] = best.pairs;
    expect(new Set(pair!.rows.map(({ target }) => target))).toEqual(new Set(['avx2 : avx512']));
    expect(pair!.rows[0]!.verdict).toBe('faster');
  });

  it('warns of page size, kernel build, subnormals and interruption', () => {
    const session = other.session!;
    const workspaces = [
      { pages: 'default' as const, pageSizeBytes: 16384, bytes: 1e6, hugePageBytes: 0 },
    ];
    const backend = { ...session.backends[0]!, workspaces, denormals: 'kept' as const };
    const { pair, texts } = concernsOf({
      ...other,
      finishedAtUtc: null,
      tool: { ...other.tool, buildId: 'another' },
      session: { ...session, backends: [backend] },
    });
    expect(texts).toEqual([
      'warning page size',
      'warning kernel build',
      'warning subnormals',
      'warning completeness',
    ]);
    expect(pair.rows.length).toBeGreaterThan(0);
  });

  it('says nothing of pages that only one of the two used', () => {
    const session = other.session!;
    const huge = { pages: 'huge' as const, pageSizeBytes: 4096, bytes: 1e6, hugePageBytes: 1e6 };
    const backends = session.backends.map((backend) => ({
      ...backend,
      workspaces: [...backend.workspaces, huge],
    }));
    expect(concernsOf({ ...other, session: { ...session, backends } }).texts).toEqual([]);
  });

  it('names what only one of the two measured', () => {
    const without = other.outcomes.filter(({ cell }) => cell.implementation !== 'copy');
    const { pair } = concernsOf({ ...other, outcomes: without });
    expect(pair.concerns.map(({ explanation }) => explanation)).toEqual([
      'copy (missing in the other run)',
    ]);
  });
});

describe('operations', () => {
  const machine = (name: string, speed: number, seed: number) =>
    syntheticRun({
      name,
      speed,
      seed,
      algorithms: [
        ...['three-pass-reload', 'two-pass', 'copy'],
        ...['log-softmax-three-pass', 'log-softmax-two-pass'],
      ],
    });
  const documents = [machine('A', 1, 1), machine('B', 2, 2)];

  it('are compared apart, and softmax is ranked where both were measured', () => {
    const { pairs, study, machines } = compareDocuments(documents);
    expect(study).toMatchObject({ operation: 'softmax', headline: 'two-pass' });
    expect(pairs[0]!.rows.map((row) => subjectText(row))).toContain('log-softmax-two-pass');
    expect(machines[0]!.headlineGain).toMatchObject({ over: 'three-pass-reload' });
    expect(machines[0]!.levels.map(({ implementation }) => implementation)).toEqual(
      Array(4).fill('two-pass'),
    );
  });

  it('other than softmax are ranked where it was not measured', () => {
    const { study, machines, unit } = compareDocuments(
      documents.map((document) => ({
        ...document,
        outcomes: document.outcomes.filter(({ cell }) => cell.operation !== 'softmax'),
      })),
      { ...byTime, metric: 'speedup' },
    );
    expect(study.operation).toBe('log-softmax');
    expect(machines[0]!.levels[0]).toMatchObject({ implementation: 'log-softmax-two-pass' });
    expect(machines[0]!.headlineGain).toMatchObject({ over: 'log-softmax-three-pass' });
    expect(unit).toBe('speed-up over three-pass');
  });
});

describe('runs', () => {
  it('of one CPU and build are repetitions, with variation between runs kept apart', () => {
    const runs = [1, 2, 3].map((seed) => ({ name: 'A', runDrift: 0.05, seed }));
    const { machines } = compareSynthetic([{ name: 'B', seed: 9 }, ...runs]);
    const a = machines.find(({ name }) => name === 'A')!;
    const b = machines.find(({ name }) => name === 'B')!;
    expect([a.runCount, b.runCount]).toEqual([3, 1]);
    expect(b.variation.map(({ betweenRuns }) => betweenRuns)).toEqual(Array(4).fill(null));
    for (const { withinRun, betweenRuns } of a.variation) {
      expect(betweenRuns).toBeGreaterThan(0.01);
      expect(withinRun).toBeGreaterThan(0.01);
    }
  });

  it('of one machine alone are compared with one another, and are no different', () => {
    const comparison = compareSynthetic([
      { name: 'A', seed: 1 },
      { name: 'A', seed: 2 },
    ]);
    const { machines, notes } = comparison;
    expect(machines.map(({ name }) => name).sort()).toEqual([
      'A, 2026-01-02T03:05:05Z',
      'A, 2026-01-02T03:06:05Z',
    ]);
    const verdicts = overBaseline(comparison).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(Array(4).fill('no difference'));
    expect(notes[0]).toMatch(/^All are runs of one CPU and build/);
  });

  it('of one CPU have a name by the first detail in which they differ', () => {
    const run = (id: string, memoryBytes: number, seed: number) => {
      const document = syntheticRun({ name: 'Xeon', seed });
      const machine = { ...document.machine, anonymousId: id, memoryBytes };
      return reduced({ ...document, machine, tool: { ...document.tool, buildId: `b${seed}` } });
    };
    const namesOf = (runs: readonly ComparedRun[]) =>
      groupRuns(runs).machines.map(({ name }) => name);
    const [small, large] = [8 * 2 ** 30, 16 * 2 ** 30];
    expect(namesOf([run('aaaaaaaa', small, 1), run('bbbbbbbb', large, 2)])).toEqual([
      'Xeon, 8 GiB',
      'Xeon, 16 GiB',
    ]);
    expect(namesOf([run('aaaaaaaa', small, 1), run('bbbbbbbb', small, 2)])).toEqual([
      'Xeon, id aaaaaa',
      'Xeon, id bbbbbb',
    ]);
    expect(namesOf([run('aaaaaaaa', small, 1), run('aaaaaaaa', small, 2)])).toEqual([
      'Xeon, build b1',
      'Xeon, build b2',
    ]);
    expect(namesOf([run('aaaaaaaa', small, 1)])).toEqual(['Xeon']);
  });

  it('of CPUs without a name are of one machine only by its id', () => {
    const run = (anonymousId: string | null, seed: number) => {
      const document = syntheticRun({ name: 'unknown', seed });
      const machine = { ...document.machine, cpuModel: 'unknown', anonymousId };
      return reduced({ ...document, label: null, machine });
    };
    const countOf = (runs: readonly ComparedRun[]) =>
      new Set(runs.map((own) => machineKey(own))).size;
    expect(countOf([run('aaaaaaaa', 1), run('bbbbbbbb', 2)])).toBe(2);
    expect(countOf([run('aaaaaaaa', 1), run('aaaaaaaa', 2)])).toBe(1);
    expect(countOf([run(null, 1), run(null, 2)])).toBe(2);
  });

  it('of a hostile label have a name on one line', () => {
    const document = { ...syntheticRun({ name: 'A' }), label: '\u001b[31m=cmd()\r\n<b>\u202e' };
    expect(groupRuns([reduced(document)]).machines[0]!.name).toBe(
      String.raw`\u{1b}[31m=cmd()\u{d}\n<b>\u{202e}`,
    );
  });
});

describe('many machines', () => {
  const speeds = [1, 1.6, 0.7, 1.25, 2.1];
  const fleet = speeds.map((speed, index) => ({ name: `M${speed}`, speed, seed: index + 1 }));

  it('rank by their true speeds over seeded draws', () => {
    for (let draw = 0; draw < 5; draw += 1) {
      const drawn = fleet.map((machine) => ({ ...machine, seed: machine.seed + 100 * draw }));
      const { machines } = compareSynthetic(drawn);
      expect(machines.map(({ name }) => name)).toEqual(['M2.1', 'M1.6', 'M1.25', 'M1', 'M0.7']);
      expect(ranksOf(machines)).toEqual(['1', '2', '3', '4', '5']);
      const { low, high } = machines[0]!.levels.at(-1)!.overBaseline!.interval!;
      expect(low < 2.1 && high > 2.1).toBe(true);
    }
  });

  it('share ranks in a statistical tie', () => {
    const { machines, headline } = compareSynthetic([
      ...fleet,
      { name: 'Same', speed: 2.1, seed: 50 },
    ]);
    expect(ranksOf(machines)).toEqual(['1=', '1=', '3', '4', '5', '6']);
    expect(headline).toMatch(
      /^(M2\.1|Same) vs (M2\.1|Same) out of cache: no significant difference, 1\.[\d.]+x \[.*\]; (2\.\d|3\.\d)\dx faster than M0\.7, the last of 6 \[/,
    );
  });

  it('rank over their own sizes out of cache, and leave out who has none', () => {
    const { machines, rankedLevel } = compareSynthetic([
      ...fleet,
      { name: 'Odd', elementCounts: [12345, 1 << 24], speed: 3, seed: 60 },
      { name: 'Few', elementCounts: [1 << 10], seed: 61 },
    ]);
    expect(rankedLevel).toBe('DRAM');
    expect(machines[0]).toMatchObject({ name: 'Odd', rank: 1 });
    expect(machines.at(-1)).toMatchObject({ name: 'Few', rank: null });
  });

  it('rank those with the target that most have', () => {
    const documents = fleet.map(syntheticRun).map((document, index) =>
      index === 2
        ? {
            ...document,
            outcomes: document.outcomes.map((outcome) => ({
              ...outcome,
              cell: { ...outcome.cell, target: 'avx2' as const },
            })),
          }
        : document,
    );
    const same = compareDocuments(documents);
    expect(same.machines.at(-1)).toMatchObject({ name: 'M0.7', rank: null, target: 'avx2' });
    expect(same.notes).toContain('No rank, other target or inputs: M0.7.');
    const best = compareDocuments(documents, { ...byTime, targets: 'best' });
    expect(best.machines.at(-1)).toMatchObject({ name: 'M0.7', rank: 5, target: 'avx2' });
  });

  it('have no rank without an interval', () => {
    const few = { name: 'Few', roundCount: 2, speed: 5, seed: 70 };
    const { machines, headline, notes } = compareSynthetic([...fleet, few]);
    expect(machines.at(-1)).toMatchObject({ name: 'Few', rank: null });
    expect(headline).toMatch(
      /^M2\.1 is 1\.\d+x faster than M1\.6 .* M0\.7, the last of 5 \[.*; 5 of 6 machines ranked\.$/,
    );
    expect(notes).toContain(
      'No rank, too few processes or rounds for an interval (measure anew): Few.',
    );
  });

  it('keep no rows unless these are wanted', () => {
    expect(compareSynthetic(fleet).pairs.flatMap(({ rows }) => rows)).toEqual([]);
  });

  it('have no rank when no level is shared', () => {
    const { headline, machines } = compareSynthetic([
      { name: 'A', elementCounts: [1000] },
      { name: 'B', elementCounts: [1 << 15], seed: 2 },
      { name: 'C', elementCounts: [1 << 25], seed: 3 },
    ]);
    expect(machines.map(({ rank }) => rank)).toEqual([null, null, null]);
    expect(headline).toBe('No machine was compared with A: no level in common.');
  });
});

/** Over many pairs of the same machine, the share of rows that claim a difference. */
function claimedShare(runCount: number, runDrift: number): number {
  let rowCount = 0;
  let claimedCount = 0;
  for (let draw = 0; draw < 60; draw += 1) {
    const side = (build: string, place: number) =>
      Array.from({ length: runCount }, (_, run) => ({
        name: 'A',
        build,
        runDrift,
        seed: draw * 100 + place * 10 + run,
        elementCounts: [1 << 12, 1 << 23],
        algorithms: ['three-pass-reload', 'two-pass', 'copy'],
      }));
    const { pairs } = compareSynthetic([...side('one', 0), ...side('two', 1)]);
    for (const { verdict } of pairs[0]!.rows) {
      rowCount += 1;
      if (verdict !== 'no difference') claimedCount += 1;
    }
  }
  return claimedCount / rowCount;
}

describe('external implementations', () => {
  const runOf = (name: string, speed: number, version: string) =>
    withExternals(syntheticRun({ name, speed, seed: speed }), [
      { id: 'torch', like: 'three-pass-reload', factor: 1.5, facts: { version } },
    ]);
  const own = runOf('Fast', 1.25, '2.11.0');

  it('are compared by their times, rank nothing, and are named where their versions differ', () => {
    const { pairs, machines } = compareDocuments([runOf('Slow', 1, '1.13.0'), own]);
    const rows = pairs[0]!.rows.filter(({ implementation }) => implementation === 'torch');
    expect(rows.map(({ region }) => region)).toEqual(['L1', 'L2', 'LLC', 'DRAM']);
    for (const { target, ratio } of rows) {
      expect(target).toBe('external');
      expect(ratio).toBeCloseTo(1.25, 1);
    }
    expect(JSON.stringify(machines)).not.toContain('torch');
    expect(pairs[0]!.concerns.map(({ explanation }) => explanation)).toContain(
      'libraries torch 2.11.0 vs torch 1.13.0: other versions, other programs.',
    );
  });

  it('are missing where one machine did not measure them', () => {
    const { pairs } = compareDocuments([syntheticRun({ name: 'Slow', seed: 1 }), own]);
    const texts = pairs[0]!.concerns.map(({ explanation }) => explanation);
    expect(texts).toContain('torch (missing in the baseline)');
    expect(texts.some((text) => text.startsWith('libraries'))).toBe(false);
  });

  it('are no part of a view by relative size', () => {
    const view = { ...byTime, by: 'llc-relative' } as const;
    const { pairs } = compareDocuments([runOf('Slow', 1, '2.11.0'), own], view);
    expect(pairs[0]!.rows.some(({ implementation }) => implementation === 'torch')).toBe(false);
  });
});
