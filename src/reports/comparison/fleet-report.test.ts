import { describe, expect, it } from 'vitest';

import { compareMachines, type ComparedMachines } from '../../compare/compare-machines.js';
import { groupRuns } from '../../compare/machines.js';
import { reduceRun } from '../../compare/reduce.js';
import { simulatedNode, type SimulatedNode } from '../../testing/simulated-fleet.js';
import { syntheticRun } from '../../testing/synthetic-machine.js';
import { drawAll } from '../figures/draw.js';
import { lightPalette } from '../figures/palette.js';
import { renderComparisonCsv } from './comparison-csv.js';
import { figuresFor } from './figures/comparison-figures.js';
import { renderComparisonHtml } from './html-comparison.js';
import { renderComparisonMarkdown } from './markdown-comparison.js';
import { renderComparisonTerminal } from './terminal-comparison.js';

const template = reduceRun(syntheticRun({ name: 'any', roundCount: 12 }));

/** Twelve machines of each of two CPUs, whose memory differs by half; some are slower than the others. */
function fleet(slow: Readonly<Record<string, Partial<SimulatedNode>>>): ComparedMachines {
  const nodes = ['Fast', 'Slow'].flatMap((cpuModel) =>
    Array.from({ length: 12 }, (_, index) => {
      const label = `${cpuModel.toLowerCase()}-${index}`;
      const own = slow[label] ?? {};
      const cpuFactor = cpuModel === 'Fast' ? 1 : 1.5;
      return simulatedNode(template, {
        cpuModel,
        label,
        startedAtUtc: '2026-01-10T00:00:00.000Z',
        seed: index + (cpuModel === 'Fast' ? 1 : 100),
        ...own,
        memoryFactor: cpuFactor * (own.memoryFactor ?? 1),
      });
    }),
  );
  const runs = nodes.map((node) => ({ path: `${node.run.label}.json`, ...node }));
  const view = { metric: 'time', by: 'element-count', targets: 'same' } as const;
  return compareMachines(groupRuns(runs), 'fast-0', view, []);
}

const slow = {
  'fast-3': { memoryFactor: 1.25 },
  'slow-4': { cacheFactor: 1.15 },
  'slow-5': { cacheFactor: 1.2, memoryFactor: 1.3 },
};
const compared = fleet(slow);
const terminal = { columns: 80, color: false };

describe('machines of one CPU', () => {
  it('that are slower than the others have a cause', () => {
    const { machines } = compared.comparison.fleet!;
    const found = machines.filter(({ cause }) => cause !== null);
    expect(found.map(({ machine, cause }) => [machine, cause])).toEqual([
      ['slow-5', 'clock, memory'],
      ['fast-3', 'memory'],
      ['slow-4', 'clock'],
    ]);
    const [, memory] = found;
    expect(
      memory!.excesses.filter(({ isOutlier }) => isOutlier).map(({ region }) => region),
    ).toEqual(['DRAM', 'DRAM']);
  });

  it('vary apart from how CPUs differ', () => {
    const { cpus } = fleet({}).comparison.fleet!;
    expect(cpus.map(({ name }) => name).sort()).toEqual(['Fast', 'Slow']);
    for (const { name, spreads } of cpus) {
      for (const { region, spread, overBaselineCpu, outlierCount, machineCount } of spreads) {
        expect(overBaselineCpu).toBeCloseTo(name === 'Slow' && region === 'DRAM' ? 1.5 : 1, 1);
        expect(spread).toBeLessThan(0.03);
        expect({ outlierCount, machineCount }).toEqual({ outlierCount: 0, machineCount: 12 });
      }
    }
  });

  it('are no fleet where there are four, or of another metric', () => {
    const runs = compared.machines.flatMap(({ runs: own }) => own);
    const view = { metric: 'speedup', by: 'element-count', targets: 'same' } as const;
    const few = compareMachines(groupRuns(runs.slice(0, 4)), compared.machines[0]!.name, view, []);
    expect(few.comparison.fleet).toBeNull();
  });
});

describe('a fleet is shown', () => {
  it('in the terminal, slow machines first', () => {
    const text = renderComparisonTerminal(compared.comparison, { ...terminal, isFull: false });
    expect(text).toMatch(/Slow machines[\s\S]*fast-3 +Fast +memory +DRAM \w+ 2\d%, DRAM \w+ 2\d%/);
    expect(text.indexOf('Slow machines')).toBeLessThan(text.indexOf('\nMachines\n'));
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const full = renderComparisonTerminal(compared.comparison, { ...terminal, isFull: true });
    expect(full).toMatch(/Within and between CPUs[\s\S]*Slow +DRAM softmax +12/);
  });

  it('with at most 40 rows, unless all are wanted', () => {
    const { comparison } = compared;
    const [first] = comparison.machines;
    const machines = Array.from({ length: 500 }, (_, index) => ({ ...first!, name: `m${index}` }));
    const many = { ...comparison, machines };
    const text = renderComparisonTerminal(many, { ...terminal, isFull: false });
    expect(text.split('\n').length).toBeLessThan(150);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'The first 40 of 500 rows; all: --full, --format html.',
    );
    const full = renderComparisonTerminal(many, { ...terminal, isFull: true });
    expect(full.split('\n').length).toBeGreaterThan(500);
  });

  it('as CSV with a cause and what each machine is slow in', () => {
    const [header, ...lines] = renderComparisonCsv(compared.comparison).trim().split('\r\n');
    const columns = header!.split(',');
    const line = lines.map((own) => own.split(',')).find((own) => own.includes('fast-3'))!;
    expect(line[columns.indexOf('cause')]).toBe('memory');
    expect(Number(line[columns.indexOf('dram_copy_slower_by')])).toBeCloseTo(0.25, 1);
    expect(Number(line[columns.indexOf('l2_softmax_slower_by')])).toBeCloseTo(0, 1);
  });

  it('as a page and as Markdown with the same table, and with a heat map', async () => {
    const figures = figuresFor(compared.comparison);
    const drawn = await drawAll(figures, ({ draw }, layout) =>
      draw(compared, lightPalette, layout),
    );
    const map = drawn.find(({ id }) => id === 'fleet-map')!;
    expect(map.status).toBe('drawn');
    expect('svg' in map ? map.svg : '').toContain('slow-5');
    const html = renderComparisonHtml(compared.comparison, drawn, '');
    const markdown = renderComparisonMarkdown(compared.comparison, drawn, 'figures');
    for (const text of [html, markdown]) {
      expect(text).toMatch(/Slow machines[\s\S]*fast-3[\s\S]*DRAM \w+ 2\d%/);
    }
  });
});
