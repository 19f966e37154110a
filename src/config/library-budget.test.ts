import { describe, expect, it } from 'vitest';

import { libraryBudgetSeconds, ownBudgetSeconds } from './library-budget.js';
import { loadRunConfig } from './load-config.js';

const libraries = ['auto'];

function configOf(preset: string, overrides: Readonly<Record<string, unknown>>) {
  return loadRunConfig({ preset, file: null, overrides });
}

describe('the budget of libraries', () => {
  it.each([
    ['default', {}, 135, 25],
    ['quick', {}, 27, 13.5],
    ['paper', {}, 736, 136.3],
    ['default', { shapes: ['llm'] }, 220, 110],
  ])('is added to that of the preset %s with %j', (preset, overrides, total, ofLibraries) => {
    const config = configOf(preset, { ...overrides, libraries });
    expect(config.budgetSeconds).toBe(total);
    expect(libraryBudgetSeconds(config)).toBeCloseTo(ofLibraries, 0);
    const alone = configOf(preset, overrides);
    expect(libraryBudgetSeconds(alone)).toBe(0);
    expect(Math.abs(ownBudgetSeconds(config) - alone.budgetSeconds)).toBeLessThan(0.5);
  });

  it('is a part of a budget that the user names', () => {
    const config = configOf('default', { libraries, budgetSeconds: 60 });
    expect(config.budgetSeconds).toBe(60);
    expect(libraryBudgetSeconds(config)).toBe(15);
  });
});

describe('shapes and libraries', () => {
  it('are measured where every library can be, unless the user says where', () => {
    const shapes = ['llm'];
    expect(configOf('default', { shapes, libraries })).toMatchObject({
      cacheStates: ['warm'],
      scalings: ['strong'],
    });
    expect(configOf('default', { shapes, libraries, scalings: ['weak'] }).scalings).toEqual([
      'weak',
    ]);
    for (const alone of [{ shapes }, { libraries }]) {
      const { cacheStates, scalings } = configOf('default', alone);
      expect([cacheStates, scalings]).toEqual([
        ['cold-output', 'warm'],
        ['weak', 'strong'],
      ]);
    }
  });
});
