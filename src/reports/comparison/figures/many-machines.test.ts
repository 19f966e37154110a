import { describe, expect, it } from 'vitest';

import { compareMachines, type ComparedMachines } from '../../../compare/compare-machines.js';
import { groupRuns } from '../../../compare/machines.js';
import { reduceRun } from '../../../compare/reduce.js';
import { syntheticRun } from '../../../testing/synthetic-machine.js';
import { drawAll } from '../../figures/draw.js';
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
  it('are drawn, with a row for each machine in their order', async () => {
    const many = manyMachines();
    const figures = figuresFor(many.comparison);
    const drawn = await drawAll(figures, ({ draw }) => draw(many, lightPalette));
    expect(drawn.map(({ id, status }) => `${id} ${status}`)).toEqual(
      figures.map(({ id }) => `${id} drawn`),
    );
    const gain = drawn.find(({ id }) => id === 'headline-gain')!;
    const names = 'svg' in gain ? [...gain.svg.matchAll(/>(First|Other|Machine \d+)</g)] : [];
    expect(names.map(([, name]) => name)).toEqual(many.comparison.machines.map(({ name }) => name));
  });
});
