import { expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import {
  manyCoreBandwidths,
  manyCoreCounts,
  manyCoreDocument,
  threadPoints,
} from '../../testing/many-core-document.js';
import { narrowLayout, wideLayout } from './figure.js';
import { lightPalette } from './palette.js';
import { figuresOf } from './run-figures.js';

interface Spec {
  readonly vconcat: readonly {
    readonly title: { readonly text: string };
    readonly layer: readonly {
      readonly mark: { readonly type: string };
      readonly data: { readonly values: readonly Readonly<Record<string, unknown>>[] };
    }[];
  }[];
}

const analysis = analyze(
  manyCoreDocument({
    threads: threadPoints(manyCoreCounts, ['weak', 'strong'], ['compact', 'scatter']),
    elementCounts: [1 << 16, 1 << 25],
  }),
);

function panelsOf(id: string, layout = wideLayout): Spec['vconcat'] {
  const figure = figuresOf(analysis).find((own) => own.id === id)!;
  const drawing = figure.draw(analysis, lightPalette, layout);
  if (drawing.status === 'empty') throw new Error(drawing.reason);
  expect(JSON.stringify(drawing.spec)).not.toMatch(/NaN|undefined|Infinity/);
  return (drawing.spec as unknown as Spec).vconcat;
}

it.each([
  ['thread-bandwidth', ['compact, 32 Mi elements a thread', 'scatter, 32 Mi elements a thread']],
  ['thread-gain', ['compact, 32 Mi elements a thread', 'scatter, 32 Mi elements a thread']],
  [
    'strong-scaling',
    ['compact, 32 Mi elements', 'scatter, 32 Mi elements', 'compact, 64 Ki elements'],
  ],
])('%s has a panel for each placement', (id, titles) => {
  expect(panelsOf(id).map(({ title }) => title.text)).toEqual(titles);
  expect(panelsOf(id, narrowLayout)).toHaveLength(titles.length);
});

it('shows the bandwidth of each implementation at each count, and the most of copy', () => {
  const [{ layer } = { layer: [] }] = panelsOf('thread-bandwidth');
  const points = layer.find(({ mark }) => mark.type === 'point')!.data.values;
  expect(points).toHaveLength(Object.keys(manyCoreBandwidths).length * manyCoreCounts.length);
  const copies = points.filter(({ implementation }) => implementation === 'copy');
  const most = Math.max(...copies.map(({ value }) => Number(value)));
  expect(layer[0]!.data.values.map(({ value }) => value)).toEqual(manyCoreCounts.map(() => most));
});

it('are left out of reports of one thread', () => {
  const single = analyze(manyCoreDocument({ threads: threadPoints([1]) }));
  expect(figuresOf(single).map(({ id }) => id)).not.toContain('thread-bandwidth');
});
