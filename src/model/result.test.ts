import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fixtureDocument } from '../testing/fixture-document.js';
import { ledgerOf } from './noise.js';
import { resultDocumentSchema } from './result.js';

const document = fixtureDocument();
const noise = {
  round: 0,
  wallNs: 1e6,
  stealNs: 0,
  involuntaryContextSwitches: null,
  minorPageFaults: 2,
  majorPageFaults: 0,
  sampledNs: null,
  otherBusyNs: null,
  clockHz: 3e9,
  frequencyHz: null,
  temperatureCelsius: null,
};
const ledger = ledgerOf([noise, noise]);

/** The issues of the fixture when its first outcome is changed so, as `path: message`. */
function issuesWith(change: object): readonly string[] {
  const [first, ...others] = document.outcomes;
  const changed = { ...document, outcomes: [{ ...first, ...change }, ...others] };
  const { error } = resultDocumentSchema.safeParse(changed);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a cell in a result', () => {
  const { cell } = document.outcomes[0]!;
  const [variant] = cell.variants;

  it.each([
    ['without an id', { id: undefined }, 'cell.id: '],
    ['with the id of another', { id: 'x' }, 'cell.id: expected the id that the other fields give'],
    ['of an unknown operation', { operation: 'sort' }, 'cell.operation: '],
    ['without an implementation', { implementation: '' }, 'cell.implementation: '],
    ['on unknown pages', { pages: 'giant' }, 'cell.pages: '],
    ['on an unknown target', { target: 'avx9' }, 'cell.target: '],
    [
      'of half an element',
      { problem: { ...cell.problem, columns: 0.5 } },
      'cell.problem.columns: ',
    ],
    ['of no element', { problem: { ...cell.problem, columns: 0 } }, 'cell.problem.columns: '],
    [
      'of more elements than a double counts',
      { problem: { ...cell.problem, columns: 2 ** 53 } },
      'cell.problem.columns: ',
    ],
    ['in an unknown cache state', { cacheState: 'hot' }, 'cell.cacheState: '],
    ['on no thread', { threadCount: 0 }, 'cell.threadCount: '],
    [
      'with a variant of an unknown store',
      { variants: [{ ...variant, store: 'x' }] },
      'cell.variants.0.store: ',
    ],
    [
      'with a variant that prefetches backwards',
      { variants: [{ ...variant, prefetchBytes: -1 }] },
      'cell.variants.0.prefetchBytes: ',
    ],
    ['with an unknown field', { mood: 'good' }, 'cell: '],
  ])('is refused %s, by name', (_, change, issue) => {
    expect(issuesWith({ cell: { ...cell, ...change } })[0]).toMatch(`outcomes.0.${issue}`);
  });
});

it.each([
  ['plan.config.sizes', { sizes: Array.from({ length: 100_000 }, () => '1..4Gi:16') }, {}],
  ['machine.cpuModel', {}, { cpuModel: 'x'.repeat(200_000) }],
])('a text or a list without bound is refused: %s', (path, config, machine) => {
  const { error } = resultDocumentSchema.safeParse({
    ...document,
    plan: { ...document.plan, config: { ...document.plan.config, ...config } },
    machine: { ...document.machine, ...machine },
  });
  expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
});

describe('samples in a result', () => {
  const outcome = document.outcomes[0]!;
  if (outcome.status !== 'measured') throw new Error('the fixture begins with a measured cell');
  const { durationsNs, rounds } = outcome;

  it('are taken as they are', () => {
    expect(issuesWith({})).toEqual([]);
    expect(issuesWith({ noise: ledgerOf([noise, noise]) })).toEqual([]);
    const parsed = resultDocumentSchema.parse(document);
    expect(parsed).toEqual(document);
  });

  it.each([
    ['a text', { durationsNs: durationsNs.with(1, 'x' as never) }, 'durationsNs.1: '],
    ['a duration of 0', { durationsNs: durationsNs.with(1, 0) }, 'durationsNs.1: '],
    ['an infinite one', { durationsNs: durationsNs.with(1, Infinity) }, 'durationsNs.1: '],
    [
      'a duration that no clock gives',
      { durationsNs: durationsNs.with(1, 1e-295) },
      'durationsNs.1: ',
    ],
    ['one of years', { durationsNs: durationsNs.with(1, 1e308) }, 'durationsNs.1: '],
    ['no duration', { durationsNs: [], rounds: [] }, 'durationsNs: '],
    ['half a round', { rounds: rounds.with(1, 0.5) }, 'rounds.1: '],
    ['a round before the first', { rounds: rounds.with(0, -1) }, 'rounds.0: '],
    ['a round too few', { rounds: rounds.slice(1) }, 'rounds: expected one round'],
    ['a pass that is no number', { passDurationsNs: [[1, null]] }, 'passDurationsNs.0.1: '],
    [
      'a duration of a pass too many',
      { passDurationsNs: [[...durationsNs, 1]] },
      'passDurationsNs: expected one duration',
    ],
    ['a thread alone', { threadDurationsNs: [durationsNs] }, 'threadDurationsNs: '],
    ['an unknown reading', { noise: { ...ledger, mood: [1, 1] } }, 'noise: '],
    ['a missing reading', { noise: { ...ledger, stealNs: undefined } }, 'noise.stealNs: '],
    ['noise before its time', { noise: { ...ledger, wallNs: [1, -1] } }, 'noise.wallNs.1: '],
    [
      'a reading that is a text',
      { noise: { ...ledger, clockHz: [3e9, 'x'] } },
      'noise.clockHz.1: ',
    ],
    ['a reading too few', { noise: { ...ledger, clockHz: [3e9] } }, 'noise: expected arrays'],
  ])('are refused with %s, by name', (_, change, issue) => {
    expect(issuesWith(change)[0]).toMatch(`outcomes.0.${issue}`);
  });

  it('are taken or refused like any number would be', () => {
    const anything = fc.oneof(fc.double(), fc.integer(), fc.constant(null), fc.string());
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1 }), (values) => {
        const areDurations = values.every(
          (value) => typeof value === 'number' && value >= 1e-3 && value <= 1e15,
        );
        const rounds = values.map(() => 0);
        const isTaken =
          issuesWith({ durationsNs: values, rounds, processes: rounds, passDurationsNs: null })
            .length === 0;
        expect(isTaken).toBe(areDurations);
      }),
      { numRuns: 50 },
    );
  });
});
