import { describe, expect, it } from 'vitest';

import { compareMachines, type ComparedMachines } from '../../../compare/compare-machines.js';
import { groupRuns } from '../../../compare/machines.js';
import { reduceRun } from '../../../compare/reduce.js';
import { syntheticRun } from '../../../testing/synthetic-machine.js';
import { drawAll } from '../../figures/draw.js';
import { narrowLayout } from '../../figures/figure.js';
import { lightPalette } from '../../figures/palette.js';
import { figuresFor } from './comparison-figures.js';

const machineCount = 1500;

/** Two machines compared, one of them so often under other names that there are `machineCount`. */
function manyMachines(): ComparedMachines {
  const runs = [
    { name: 'First', seed: 1 },
    { name: 'Other', seed: 2 },
  ].map((machine) => ({ path: `${machine.name}.json`, ...reduceRun(syntheticRun(machine)) }));
  const view = { metric: 'time', by: 'element-count', targets: 'same' } as const;
  const compared = compareMachines(groupRuns(runs), 'First', view, []);
  const [first, ...others] = compared.comparison.machines;
  const repeated = Array.from({ length: machineCount - 1 }, (_, index) => ({
    ...others[index % others.length]!,
    name: `Machine ${index}`,
  }));
  return {
    ...compared,
    comparison: { ...compared.comparison, machines: [first!, ...repeated] },
  };
}

describe('figures of a fleet', () => {
  const many = manyMachines();
  const figures = figuresFor(many.comparison);

  it('are drawn, with a row for each of the first and the last in their order', async () => {
    const drawn = await drawAll(figures, ({ draw }, layout) => draw(many, lightPalette, layout));
    expect(drawn.map(({ id, status }) => `${id} ${status}`)).toEqual(
      figures.map(({ id }) => `${id} drawn`),
    );
    const gain = drawn.find(({ id }) => id === 'headline-gain')!;
    const names = 'svg' in gain ? [...gain.svg.matchAll(/>(First|Other|Machine \d+)</g)] : [];
    const all = many.comparison.machines.map(({ name }) => name);
    expect(names.map(([, name]) => name)).toEqual([...all.slice(0, 40), ...all.slice(-20)]);
    expect('caption' in gain ? gain.caption : '').toContain(
      'Shown: the first 40 and the last 20 of 1500 rows by rank.',
    );
  });

  it('fit on a phone, long names that begin and end alike too', () => {
    const named = (index: number): string => `hall-${index}-of-the-north-eastern-data-centre`;
    const machines = many.comparison.machines.slice(0, 9).map((machine, index) => {
      return { ...machine, name: named(index) };
    });
    const few = { ...many, comparison: { ...many.comparison, baseline: named(0), machines } };
    for (const { draw } of figuresFor(few.comparison)) {
      const drawing = draw(few, lightPalette, narrowLayout);
      if (drawing.status === 'empty') continue;
      expect(JSON.stringify(drawing.spec)).not.toContain('"subtitle"');
      expect('width' in drawing.spec && drawing.spec.width).toBeLessThanOrEqual(278);
    }
    const gain = figures.find(({ id }) => id === 'headline-gain')!;
    const drawing = gain.draw(few, lightPalette, narrowLayout);
    const text = JSON.stringify('spec' in drawing ? drawing.spec : null);
    expect(text).toContain('hall-8...centre');
    expect(text).toContain(named(8));
  });
});
