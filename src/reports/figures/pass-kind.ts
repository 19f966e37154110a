import type { PassAnalysis } from '../../analysis/passes/pass-schema.js';
import type { Layout } from './figure.js';
import type { Palette } from './palette.js';

/** What a pass moves: the three kinds of memory traffic. */
export type PassKind = 'reads' | 'reads and writes' | 'in place';

/** Every kind as legends name it, in their order. */
export const passKindTexts: Readonly<Record<PassKind, string>> = {
  reads: 'reads x',
  'reads and writes': 'reads x, writes y',
  'in place': 'reads y, writes y',
};

/** The kind of a pass of an algorithm, by the streams that it declares. */
export function passKindOf({ reads, writes }: Pick<PassAnalysis, 'reads' | 'writes'>): PassKind {
  if (writes.length === 0) return 'reads';
  return writes.every((stream) => reads.includes(stream)) ? 'in place' : 'reads and writes';
}

/** The colour of a bar by the text of its kind; `others` are kinds of bars in the colour of baselines. */
export function passKindChannel(palette: Palette, others: readonly string[], { isNarrow }: Layout) {
  const colors = [palette.readsOnly, palette.readsAndWrites, palette.inPlace];
  return {
    field: 'kind',
    type: 'nominal' as const,
    scale: {
      domain: [...others, ...Object.values(passKindTexts)],
      range: [...others.map(() => palette.baseline), ...colors],
    },
    legend: {
      title: null,
      orient: 'top' as const,
      labelColor: palette.ink,
      symbolType: 'square',
      ...(isNarrow ? { columns: 1 } : {}),
    },
  };
}
