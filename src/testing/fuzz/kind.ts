import { SoftmaxBenchError } from '../../errors.js';

/** A kind of input that is changed at random. */
export interface FuzzKind<Edit = unknown> {
  readonly name: string;
  /** Changes to a good input; the fewest that fail are stored. */
  readonly draw: (random: () => number) => readonly Edit[];
  /** What is wrong with how the program takes the changed input; null for nothing. What it throws is wrong too. */
  readonly check: (edits: readonly Edit[]) => string | null | Promise<string | null>;
}

/** One of the items. */
export function oneOf<Item>(random: () => number, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

/** So many as a geometric distribution gives: one most often. */
export function some<Item>(random: () => number, draw: () => Item): readonly Item[] {
  const items = [draw()];
  while (random() < 0.4) items.push(draw());
  return items;
}

/** What is wrong with how an input was refused; null for nothing. @throws what is thrown by a bug. */
export function refusalProblem(error: unknown): string | null {
  if (!(error instanceof SoftmaxBenchError)) throw error;
  const isShort = error.message.split('\n').every((line) => line.length < 2000);
  return isShort ? null : `a message of ${error.message.length} characters`;
}

/** Texts that break what was not written with them in mind. */
export const hostileTexts = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'null',
  '__proto__',
  '=1+1',
  '../../x',
  '<b>&amp;',
  '`|*_[x](y)',
  'a\u202eb\u0000\u001b[2J\nwarning: c',
  '\ufeff\u200b=1',
  '\ud800',
  'x'.repeat(299),
  '\u{1f469}\u200d\u{1f52c}'.repeat(60),
];
