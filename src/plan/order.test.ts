import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Cell } from '../model/cell.js';
import type { CacheState } from '../model/vocabulary.js';
import { createRandom } from '../statistics/random.js';
import { cellOf } from '../testing/cell-of.js';
import { headlineCells } from './headline.js';
import { blocksOf, roundOrder, visitOrder, type BlockPart } from './order.js';

const seeds = fc.maxSafeNat();

describe('roundOrder', () => {
  it('is a permutation, the same for the same seed and round, and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), seeds, fc.nat(1000), (items, seed, round) => {
        const before = [...items];
        const order = roundOrder(items, seed, round);
        expect(items).toEqual(before);
        expect([...order].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
        expect(roundOrder(items, seed, round)).toEqual(order);
      }),
    );
  });

  it('differs from round to round and from seed to seed', () => {
    // 64! orders: two equal ones mean a broken generator.
    const items = Array.from({ length: 64 }, (_, index) => index);
    fc.assert(
      fc.property(seeds, fc.nat(1000), (seed, round) => {
        const order = roundOrder(items, seed, round);
        expect(roundOrder(items, seed, round + 1)).not.toEqual(order);
        expect(roundOrder(items, seed + 1, round)).not.toEqual(order);
      }),
    );
  });

  it('favours no position', () => {
    const items = [0, 1, 2, 3, 4, 5];
    const roundCount = 6000;
    const firstCounts = items.map(() => 0);
    const movedTo = items.map(() => 0);
    for (let round = 0; round < roundCount; round += 1) {
      const order = roundOrder(items, 1, round);
      firstCounts[order[0]!]! += 1;
      movedTo[order.indexOf(0)]! += 1;
    }
    // 1000 expected, standard deviation 29.
    for (const count of [...firstCounts, ...movedTo])
      expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('createRandom', () => {
  it('gives numbers in [0, 1) with the mean and variance of a uniform distribution', () => {
    const random = createRandom(1);
    const values = Array.from({ length: 100_000 }, random);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('uses all of a seed beyond 32 bits, and the stream', () => {
    const first = [createRandom(1)(), createRandom(1 + 2 ** 32)(), createRandom(1, 1)()];
    expect(new Set(first).size).toBe(3);
  });
});

describe('visitOrder', () => {
  const cells = [64, 128, 256, 512].flatMap((elementCount) =>
    ['copy', 'two-pass', 'online', 'read'].map((implementation, index) =>
      cellOf(implementation, elementCount, {
        target: index % 2 === 0 ? 'avx2' : 'avx512',
        pages: index === 0 ? 'huge' : 'default',
      }),
    ),
  );

  it('visits every cell once, those of one block in a row, in another order each round', () => {
    const orders = [0, 1, 2].map((round) => visitOrder(cells, 1, round));
    for (const order of orders) {
      expect(new Set(order)).toEqual(new Set(cells));
      expect(order).toHaveLength(cells.length);
      const changes = order.filter(
        (cell, index) => index > 0 && cell.problem.columns !== order[index - 1]!.problem.columns,
      );
      expect(changes).toHaveLength(3);
    }
    const idsOf = (order: readonly Cell[]) => order.map(({ id }) => id).join();
    expect(new Set(orders.map(idsOf)).size).toBe(3);
  });
});

describe('blocksOf', () => {
  const cells = ['cold-output', 'warm'].flatMap((cacheState) =>
    [64, 128, 256, 512].flatMap((columns) =>
      ['three-pass-reload', 'two-pass', 'two-pass-skeleton', 'copy', 'fill'].map((implementation) =>
        cellOf(implementation, columns, { cacheState: cacheState as CacheState }),
      ),
    ),
  );
  const blocks = blocksOf(cells, headlineCells(cells, 64 * 4), new Set());

  it('has every cell in one block', () => {
    const all = blocks.flatMap((block) => block.cells);
    expect(all).toHaveLength(cells.length);
    expect(new Set(all)).toEqual(new Set(cells));
  });

  it('puts the headline first, then sizes from both ends inwards, last what is beside the headline', () => {
    const namesOf = (part: BlockPart) =>
      blocks
        .filter((block) => block.part === part)
        .map((block) => block.cells.map(({ implementation }) => implementation));
    expect(namesOf('gain')).toEqual([['three-pass-reload', 'two-pass', 'copy']]);
    expect(namesOf('evidence')).toEqual([['two-pass-skeleton']]);
    expect(blocks.slice(2).every(({ part }) => part === 'sweep')).toBe(true);
    const places = blocks.map(
      ({ cells: [cell] }) => `${cell!.problem.columns} ${cell!.cacheState}`,
    );
    expect(places).toEqual([
      '512 cold-output',
      '512 cold-output',
      '64 cold-output',
      '64 warm',
      '512 warm',
      '128 cold-output',
      '128 warm',
      '256 cold-output',
      '256 warm',
      '512 cold-output',
    ]);
  });
});
