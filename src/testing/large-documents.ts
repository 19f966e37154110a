import { cellAt } from '../model/cell.js';
import { mostCells, mostListed, mostProcesses, mostSamples, mostThreads } from '../model/bounds.js';
import { ledgerOf, type NoiseRecord } from '../model/noise.js';
import { oneRow } from '../model/problem.js';
import type { CellOutcome, MeasuredOutcome } from '../model/outcome.js';
import type { ResultDocument } from '../model/result.js';
import { targets } from '../model/vocabulary.js';
import { algorithmOf, algorithms } from '../softmax/algorithms.js';
import { fixtureCell, fixtureDocument } from './fixture-document.js';

/** A result at one of its bounds, scaled down: `share` 1 is at the bound. */
type MakeLarge = (share: number) => ResultDocument;

const base = fixtureDocument();
const first = base.outcomes.find((outcome) => outcome.status === 'measured')!;

const quiet: NoiseRecord = {
  round: 0,
  wallNs: 1e6,
  sampledNs: 9e5,
  stealNs: 0,
  involuntaryContextSwitches: 0,
  minorPageFaults: 0,
  majorPageFaults: 0,
  otherBusyNs: 5e8,
  clockHz: 3e9,
  frequencyHz: null,
  temperatureCelsius: null,
};

function withOutcomes(outcomes: readonly CellOutcome[]): ResultDocument {
  return { ...base, plan: { ...base.plan, cells: outcomes.map(({ cell }) => cell) }, outcomes };
}

/** Pairs of the headline and its rival, with so many samples in all; every `perRound`th begins a round, and so on. */
function sampled(
  count: number,
  perRound: number,
  perProcess: number,
  perPass = false,
): ResultDocument {
  const ids = ['three-pass-reload', 'two-pass'];
  const each = Math.floor(count / ids.length);
  const sizes = Array.from({ length: each }, (_, index) => index);
  const rounds = sizes.map((index) => Math.floor(index / perRound));
  return withOutcomes(
    ids.map((id): CellOutcome => {
      const algorithm = algorithmOf(id);
      const durationsNs = sizes.map(
        (index) => 1e6 + ((index * 7919) % 1000) + (id === 'two-pass' ? 0 : 1e5),
      );
      return {
        ...first,
        cell: fixtureCell(algorithm, 'avx512', oneRow(1 << 25)),
        durationsNs,
        passDurationsNs: perPass ? algorithm.passes.map(() => durationsNs) : null,
        rounds,
        processes: sizes.map((index) => Math.floor(index / perProcess)),
        noise: ledgerOf([...new Set(rounds)].map((round) => ({ ...quiet, round }))),
      };
    }),
  );
}

function measuredAt(cell: CellOutcome['cell']): MeasuredOutcome {
  const samples = [7e4, 7.1e4, 7.2e4, 7.1e4, 7.3e4, 7e4];
  const rounds = samples.map((_, index) => index);
  return {
    ...first,
    cell,
    durationsNs: samples,
    passDurationsNs: null,
    rounds,
    processes: rounds.map(() => 0),
    noise: ledgerOf([quiet]),
  };
}

const plain = algorithms.filter(({ skeletonOf }) => skeletonOf === null);

/** Documents that take the most of a reader, by what they have much of. */
export const largeDocuments: Readonly<Record<string, MakeLarge>> = {
  'processes, each of a round of one sample': (share) => sampled(2 * mostProcesses * share, 1, 1),
  'rounds of one process': (share) => sampled(mostSamples * share, 1, mostSamples, true),
  'samples of one round': (share) => sampled(mostSamples * share, mostSamples, mostSamples),
  'sizes of a few implementations': (share) => {
    const chosen = ['three-pass-reload', 'two-pass', 'copy', 'read'].map(algorithmOf);
    const sizes = Array.from(
      { length: (mostCells * share) / chosen.length },
      (_, index) => 1000 + 7 * index,
    );
    return withOutcomes(
      sizes.flatMap((size) =>
        chosen.map((own) => measuredAt(fixtureCell(own, 'avx512', oneRow(size)))),
      ),
    );
  },
  'sizes of all implementations and targets': (share) => {
    const kinds = targets.flatMap((target) => plain.map((own) => ({ target, own })));
    const sizes = Array.from(
      { length: (mostCells * share) / kinds.length },
      (_, index) => 1000 + 997 * index,
    );
    return withOutcomes(
      sizes.flatMap((size) =>
        kinds.map(({ own, target }) => measuredAt(fixtureCell(own, target, oneRow(size)))),
      ),
    );
  },
  sweeps: (share) => {
    const chosen = ['three-pass-reload', 'two-pass'].map(algorithmOf);
    const placements = Array.from(
      { length: (mostCells * share) / 2 },
      (_, index) => `list:${index},${index + 1}`,
    );
    return withOutcomes(
      placements.flatMap((placement) =>
        chosen.map((own) => {
          const { variants, ...point } = fixtureCell(own, 'avx512', oneRow(1 << 25));
          return measuredAt(
            cellAt({ ...point, threadCount: 2, placement, scaling: 'weak' }, variants),
          );
        }),
      ),
    );
  },
  'threads of a sample': (share) => {
    const [slow, fast] = sampled(12, 1, 1).outcomes as readonly MeasuredOutcome[];
    const threadCount = Math.ceil(mostThreads * share);
    return withOutcomes(
      [slow!, fast!].map((own) => {
        const { variants, ...point } = own.cell;
        const cell = cellAt(
          { ...point, threadCount, placement: 'compact', scaling: 'weak' },
          variants,
        );
        const threadDurationsNs = Array.from({ length: threadCount }, () => own.durationsNs);
        return { ...own, cell, threadDurationsNs };
      }),
    );
  },
  'reasons for cells that were not measured': (share) => ({
    ...base,
    outcomes: [
      ...base.outcomes.slice(0, 100),
      ...Array.from({ length: (mostCells - 100) * share }, (_, index): CellOutcome => {
        const cell = fixtureCell(algorithmOf('two-pass'), 'js', oneRow(1e6 + index));
        return { status: 'skipped', cell, reason: `${index} ${'why not '.repeat(600)}` };
      }),
    ],
  }),
  'texts of findings': (share) => {
    const text = 'a word and another '.repeat(260);
    const finding = {
      check: 'load',
      severity: 'warning',
      what: text,
      why: text,
      remedy: text,
    } as const;
    return { ...base, findings: Array.from({ length: 1000 * share }, () => finding) };
  },
  'sizes of a config': (share) => {
    const sizes = Array.from({ length: mostListed * share }, () => '1..4Gi:16');
    return { ...base, plan: { ...base.plan, config: { ...base.plan.config, sizes } } };
  },
};
