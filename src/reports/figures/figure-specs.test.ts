import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { studies } from '../../softmax/studies.js';
import { algorithms } from '../../softmax/algorithms.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { algorithmStyle, floorSeries, nonTemporalFloorSeries } from './algorithm-style.js';
import { wideLayout } from './figure.js';
import { lightPalette } from './palette.js';
import { figuresOf } from './run-figures.js';

/** A view of one mark, as the tests look at it. */
interface Unit {
  readonly mark: { readonly type: string };
  readonly data: { readonly values: readonly Readonly<Record<string, unknown>>[] };
  readonly encoding: Readonly<Record<string, Channel | undefined>>;
}

interface Channel {
  readonly field?: string;
  readonly type?: string;
  readonly legend?: object | null;
  readonly scale?: null | { readonly type?: string; readonly domain: readonly unknown[] };
}

interface Spec {
  readonly layer?: readonly Spec[];
  readonly vconcat?: readonly Spec[];
}

function isFloor(implementation: unknown): boolean {
  return implementation === floorSeries || implementation === nonTemporalFloorSeries;
}

function unitsOf(spec: Spec): readonly Unit[] {
  const inner = spec.layer ?? spec.vconcat;
  return inner === undefined ? [spec as unknown as Unit] : inner.flatMap(unitsOf);
}

/** The panels of a figure: views with an axis of their own. */
function panelsOf(spec: Spec): readonly (readonly Unit[])[] {
  return (spec.vconcat ?? [spec]).map(unitsOf);
}

const drawings = (['softmax', 'log-softmax', 'logsumexp'] as const).flatMap((operation) => {
  const analysis = analyze(fixtureDocument([operation]));
  return figuresOf(analysis).map((figure) => {
    const drawing = figure.draw(analysis, lightPalette, wideLayout);
    if (drawing.status === 'empty') throw new Error(`${figure.id}: ${drawing.reason}`);
    return { name: `${figure.id} of ${operation}`, id: figure.id, operation, analysis, ...drawing };
  });
});

describe.each(drawings)('$name', ({ spec }) => {
  const panels = panelsOf(spec as Spec);
  const units = panels.flat();

  it('encodes fields that every datum has', () => {
    for (const { encoding, data } of units) {
      for (const { field } of Object.values(encoding).filter((channel) => channel !== undefined)) {
        if (field === undefined) continue;
        expect(data.values.filter((datum) => datum[field] === undefined)).toEqual([]);
      }
    }
  });

  it('has finite domains and no number that is none', () => {
    for (const { encoding } of units) {
      for (const { type, scale } of [encoding.x, encoding.y].filter((one) => one !== undefined)) {
        if (type !== 'quantitative' || scale == null) continue;
        const [low, high] = scale.domain as [number, number];
        expect(Number.isFinite(low) && Number.isFinite(high) && low < high).toBe(true);
        if (scale.type === 'log') expect(low).toBeGreaterThan(0);
      }
    }
    expect(JSON.stringify(spec)).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('explains every colour: in a legend, or by a label at the end of the line', () => {
    for (const panel of panels) {
      const labels = panel.filter(({ mark }) => mark.type === 'text');
      for (const { encoding, data } of panel) {
        const { field, scale, legend } = encoding.color ?? {};
        if (field === undefined || scale == null) continue;
        const values = [...new Set(data.values.map((datum) => datum[field]))];
        expect(scale.domain).toEqual(expect.arrayContaining(values));
        if (legend !== null || values.length < 2) continue;
        const labelled = labels.flatMap((label) => label.data.values.map((datum) => datum[field]));
        expect(labelled).toEqual(expect.arrayContaining(values));
      }
    }
  });
});

describe('the figures', () => {
  it.each([
    ['time-per-element', 'value', 'nsPerElement', 1],
    ['bandwidth', 'value', 'passBytesPerSecond', 1e-9],
  ] as const)('%s has a point for each cell, %s from %s', (id, field, source, factor) => {
    const { spec, analysis } = drawings.find((drawing) => drawing.id === id)!;
    const points = unitsOf(spec as Spec).find(({ mark }) => mark.type === 'point')!;
    expect(points.encoding.x?.field).toBe('elements');
    expect(points.encoding.y?.field).toBe(field);
    for (const datum of points.data.values) {
      if (isFloor(datum.implementation)) continue;
      const cell = analysis.cells.find(
        ({ implementation, problem, target }) =>
          implementation === datum.implementation &&
          problem.columns === datum.elements &&
          target === analysis.subject?.target,
      );
      expect(datum[field]).toBeCloseTo((cell?.[source] ?? Number.NaN) * factor);
    }
  });

  it('draw the floor of NT stores from copy-nt, that of ordinary stores from copy', () => {
    const { spec, analysis, legend } = drawings.find(({ id }) => id === 'time-per-element')!;
    const points = unitsOf(spec as Spec).find(({ mark }) => mark.type === 'point')!.data.values;
    const cellsOf = (id: string) =>
      analysis.cells.filter(
        ({ implementation, target }) =>
          implementation === id && target === analysis.subject?.target,
      );
    for (const [series, copy] of [
      [floorSeries, 'copy'],
      [nonTemporalFloorSeries, 'copy-nt'],
    ] as const) {
      expect(legend?.map((entry) => entry.series)).toContain(series);
      const [read, copied] = [cellsOf('read'), cellsOf(copy)].map((own) => own.at(-1)!);
      const point = points.findLast(({ implementation }) => implementation === series)!;
      expect(point.value).toBeCloseTo(read!.nsPerElement + copied!.nsPerElement);
    }
  });

  it('decompose the median time of a call into its passes, end to end', () => {
    const { spec } = drawings.find(({ id }) => id === 'decomposition')!;
    const [bars] = unitsOf(spec as Spec);
    const own = bars!.data.values.filter(({ name }) => name === 'two-pass');
    expect(own.map(({ pass }) => pass)).toEqual(['ext-sum', 'ext-scale']);
    expect(own[0]?.start).toBe(0);
    expect(own[1]?.start).toBe(own[0]?.end);
  });

  it('have a panel for each rival, with every challenger', () => {
    const { spec, analysis } = drawings.find(({ id }) => id === 'speedup')!;
    expect(panelsOf(spec as Spec)).toHaveLength(analysis.study.rivals.length);
  });

  it('say nothing of another operation', () => {
    for (const { spec, caption } of drawings.filter(({ operation }) => operation !== 'softmax')) {
      expect(JSON.stringify([spec, caption])).not.toMatch(/three-pass-re|softmax speed-up/i);
    }
  });
});

describe('algorithmStyle', () => {
  it.each(studies)('is another one for each implementation of $id', ({ operation }) => {
    const styles = algorithms
      .filter((algorithm) => algorithm.operation === operation)
      .map(({ id }) => JSON.stringify(algorithmStyle(id, lightPalette)));
    expect(new Set(styles).size).toBe(styles.length);
  });
});
