import { describe, expect, it } from 'vitest';

import type { Cell } from '../model/cell.js';
import { cellOf } from '../testing/cell-of.js';
import { fixtureMachine } from '../testing/fixture-document.js';
import { controlPairs, withControls } from './aa-controls.js';

// 48 KiB, 1 MiB and 32 MiB of cache; the working set of an element takes 8 bytes.
const sizes = [512, 1024, 4096, 1 << 16, 1 << 20, 1 << 23, 1 << 25];

const implementationsOf = (cells: readonly Cell[]): readonly string[] =>
  cells.map(({ implementation }) => implementation);

describe('withControls', () => {
  const cells = sizes.flatMap((size) => [cellOf('copy', size), cellOf('two-pass', size)]);

  it('measures two-pass once more at one size of each region', () => {
    const planned = withControls(cells, fixtureMachine);
    const controls = planned.filter(({ implementation }) => implementation === 'two-pass-aa');
    expect(controls.map(({ problem }) => problem.columns)).toEqual([
      1024,
      1 << 16,
      1 << 20,
      1 << 25,
    ]);
    expect(planned).toHaveLength(cells.length + controls.length);
    expect(controls[0]).toEqual(cellOf('two-pass-aa', 1024));
  });

  it('does so in each sweep', () => {
    const onHugePages = cells.map(({ implementation, problem }) =>
      cellOf(implementation, problem.columns, { pages: 'huge' }),
    );
    expect(withControls([...cells, ...onHugePages], fixtureMachine)).toEqual([
      ...withControls(cells, fixtureMachine),
      ...withControls(onHugePages, fixtureMachine),
    ]);
  });

  it('prefers the headline of a study, and takes the first algorithm where there is none', () => {
    const controlled = (...algorithms: string[]) =>
      implementationsOf(
        withControls(
          algorithms.map((algorithm) => cellOf(algorithm, 64)),
          fixtureMachine,
        ),
      );
    expect(controlled('read', 'copy')).toEqual(['read', 'read-aa', 'copy']);
    expect(controlled('log-softmax-online', 'log-softmax-two-pass')).toEqual([
      'log-softmax-online',
      'log-softmax-two-pass',
      'log-softmax-two-pass-aa',
    ]);
  });
});

it('controlPairs leaves originals and controls', () => {
  const planned = withControls([cellOf('copy', 64), cellOf('two-pass', 64)], fixtureMachine);
  expect(implementationsOf(controlPairs(planned))).toEqual(['two-pass', 'two-pass-aa']);
});
