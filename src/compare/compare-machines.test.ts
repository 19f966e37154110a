import { describe, expect, it } from 'vitest';

import type { ResultDocument } from '../model/result.js';
import { syntheticRun, type SyntheticMachine } from '../testing/synthetic-machine.js';
import { compareMachines } from './compare-machines.js';
import type { Comparison } from './comparison.js';
import { groupRuns } from './machines.js';
import { reduceRun } from './reduce.js';
import { regressionsOf } from './regressions.js';
import type { ComparedRun } from './compared-run.js';
import { subjectText } from './series.js';
import type { View } from './views.js';

const byTime: View = { metric: 'time', by: 'element-count' };

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

describe('two machines', () => {
  it('compare as they truly do, in each region', () => {
    const { pairs, answer } = compareSynthetic([
      { name: 'Slow', seed: 1 },
      { name: 'Fast', speed: 1.25, seed: 2 },
    ]);
    const [pair] = pairs;
    expect(pair!.machine).toBe('Fast');
    expect(pair!.regions.map(({ region }) => region)).toEqual(['L1', 'L2', 'LLC', 'DRAM']);
    for (const row of pair!.rows) {
      expect(row.verdict, `${subjectText(row)} in ${row.region}`).toBe('faster');
      expect(row.interval!.low).toBeLessThan(1.25);
      expect(row.interval!.high).toBeGreaterThan(1.25);
    }
    expect(answer[0]).toMatch(
      /^Fast vs Slow, softmax on avx512 by time: DRAM: 1\.2\dx faster \[1\.[\d.-]+\]; LLC: 1\.2/,
    );
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
    const { pairs } = compareSynthetic([...machine('Slow', 1, 1), ...machine('Fast', 1.15, 51)]);
    expect(pairs[0]!.regions.map(({ verdict }) => verdict)).toEqual(Array(4).fill('faster'));
    expect(pairs[0]!.regions.map(({ floorRatio }) => floorRatio)).toEqual(Array(4).fill(1));
  });

  it('name rows after both regions where caches differ, and compare relative sizes', () => {
    const machines = [
      { name: 'Small', lastLevelBytes: 2 << 20, seed: 1 },
      { name: 'Large', lastLevelBytes: 32 << 20, seed: 2 },
    ];
    const { pairs } = compareSynthetic(machines);
    expect(pairs[0]!.regions.map(({ region }) => region)).toContain('LLC : DRAM');
    expect(pairs[0]!.concerns.map(({ aspect }) => aspect)).toContain('regions');
    const relative = compareSynthetic(machines, { metric: 'time', by: 'llc-relative' });
    const inMemory = relative.pairs[0]!.regions.filter(({ region }) => region === 'DRAM');
    // Each takes the same multiple of its own copy.
    expect(inMemory[0]!.ratio).toBeCloseTo(1, 1);
    expect(inMemory[0]!.verdict).toBe('no difference');
    expect(relative.shared.sizes).toContain(1 / 4);
    expect(relative.shared.sizes.every((size) => Number.isInteger(Math.log2(size)))).toBe(true);
  });

  it.each(['pass-bandwidth', 'skeleton-fraction', 'speedup'] as const)(
    'compare by %s with more as better',
    (metric) => {
      const { pairs } = compareSynthetic(
        [
          { name: 'Slow', seed: 1 },
          { name: 'Fast', speed: 1.25, seed: 2 },
        ],
        { metric, by: 'element-count' },
      );
      const verdicts = new Set(pairs[0]!.rows.map(({ verdict }) => verdict));
      expect([...verdicts]).toEqual([metric === 'pass-bandwidth' ? 'faster' : 'no difference']);
    },
  );

  it('regress by more than the bound only with the whole interval', () => {
    const slower = (speed: number) =>
      compareSynthetic([
        { name: 'A', build: 'before', seed: 1 },
        { name: 'A', build: 'after', speed, seed: 2 },
      ]);
    expect(regressionsOf(slower(1 / 1.3), 0.03)[0]).toMatch(
      /^three-pass-recompute on avx512 in L1: A, build after is [\d.]+% worse than A, build before/,
    );
    expect(regressionsOf(slower(1 / 1.3), 0.5)).toEqual([]);
    expect(regressionsOf(slower(1 / 1.02), 0.01)).toEqual([]);
    expect(regressionsOf(slower(1.3), 0.03)).toEqual([]);
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
      expect(pair.cellCount).toBe(0);
    }
  });

  it('refuses softmax of another distribution, and still compares baselines', () => {
    const input = { distribution: 'uniform', low: -1000, high: 1000 } as const;
    const { pair, texts } = concernsOf({
      ...other,
      plan: { ...other.plan, config: { ...other.plan.config, input } },
    });
    expect(texts).toEqual(['refused distribution']);
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

  it('warns of another target and compares across, by name', () => {
    const { pair, texts } = concernsOf(
      withCells(({ id }) => ({ target: 'avx2', id: id.replace('avx512', 'avx2') })),
    );
    expect(texts).toEqual(['warning target']);
    expect(new Set(pair.rows.map(({ target }) => target))).toEqual(new Set(['avx2 : avx512']));
    expect(pair.rows[0]!.verdict).toBe('faster');
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
    expect(pair.cellCount).toBeGreaterThan(0);
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
    const { pairs, shared, study, machines } = compareDocuments(documents);
    expect(study).toMatchObject({ operation: 'softmax', headline: 'two-pass' });
    expect(shared.implementations).toEqual(['three-pass-reload', 'two-pass']);
    expect(new Set(pairs[0]!.regions.map((row) => subjectText(row)))).toEqual(
      new Set(['all softmax', 'all log-softmax']),
    );
    expect(machines[0]!.headlineGain).toMatchObject({ over: 'three-pass-reload' });
    expect(machines[0]!.best.map(({ implementation }) => implementation)).toEqual(
      Array(4).fill('two-pass'),
    );
  });

  it('other than softmax are ranked where it was not measured', () => {
    const { study, shared, machines, unit } = compareDocuments(
      documents.map((document) => ({
        ...document,
        outcomes: document.outcomes.filter(({ cell }) => cell.operation !== 'softmax'),
      })),
      { metric: 'speedup', by: 'element-count' },
    );
    expect(study.operation).toBe('log-softmax');
    expect(shared.implementations).toEqual(['log-softmax-two-pass over log-softmax-three-pass']);
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
    const { machines, pairs, notes } = compareSynthetic([
      { name: 'A', seed: 1 },
      { name: 'A', seed: 2 },
    ]);
    expect(machines.map(({ name }) => name).sort()).toEqual([
      'A, 2026-01-02T03:05:05Z',
      'A, 2026-01-02T03:06:05Z',
    ]);
    expect(pairs[0]!.regions.every(({ verdict }) => verdict === 'no difference')).toBe(true);
    expect(notes[0]).toMatch(/^All are runs of one CPU and build/);
  });

  it('of a hostile label have a name on one line', () => {
    const document = { ...syntheticRun({ name: 'A' }), label: '\u001b[31m=cmd()\r\n<b>\u202e' };
    expect(groupRuns([reduced(document)]).machines[0]!.name).toBe('[31m=cmd() <b>');
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
      expect(machines.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
      expect(machines.map(({ bordaShare }) => bordaShare)).toEqual([1, 0.75, 0.5, 0.25, 0]);
      const { low, high } = machines[0]!.overBaseline!.interval!;
      expect(low < 2.1 && high > 2.1).toBe(true);
    }
  });

  it('share ranks in a statistical tie', () => {
    const { machines } = compareSynthetic([...fleet, { name: 'Same', speed: 2.1, seed: 50 }]);
    expect(machines.map(({ rank, isTied }) => (isTied ? `${rank!}=` : `${rank!}`))).toEqual([
      '1=',
      '1=',
      '3',
      '4',
      '5',
      '6',
    ]);
    expect(machines[0]!.bordaShare).toBeCloseTo(0.9, 10);
  });

  it('rank over the cells that all share, and leave out who shares none', () => {
    const { machines, shared, notes } = compareSynthetic([
      ...fleet,
      { name: 'Few', elementCounts: [1 << 17, 1 << 23], seed: 60 },
      { name: 'Odd', elementCounts: [12345], seed: 61 },
    ]);
    expect(shared).toMatchObject({ sizes: [1 << 17, 1 << 23], cellCount: 6 });
    expect(machines.at(-1)).toMatchObject({ name: 'Odd', rank: null, bordaShare: null });
    expect(notes.join(' ')).toContain('1 of 6 machines have no rank');
  });

  it('have no rank when nothing is shared', () => {
    const { answer, machines } = compareSynthetic([
      { name: 'A', elementCounts: [1000] },
      { name: 'B', elementCounts: [2000], seed: 2 },
      { name: 'C', elementCounts: [3000], seed: 3 },
    ]);
    expect(machines.filter(({ rank }) => rank !== null).map(({ name }) => name)).toEqual(['A']);
    expect(answer).toHaveLength(1);
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
