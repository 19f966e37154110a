import { parseDocument } from '../../storage/parse-document.js';
import { ResultFileError } from '../../storage/result-file-error.js';
import { serializeDocument } from '../../storage/store.js';
import type { ResultDocument } from '../../model/result.js';
import { syntheticDocument } from '../synthetic-document.js';
import { hostileTexts, oneOf, some, type FuzzKind } from './kind.js';
import { figuresOf, outputProblem, outputsOf } from './outputs.js';

/** A value at a path is replaced, or removed where there is none. */
export interface ValueEdit {
  readonly path: readonly (string | number)[];
  readonly value?: unknown;
}

/** A part of the bytes is replaced by others. */
interface ByteEdit {
  readonly at: number;
  readonly count: number;
  readonly bytes: readonly number[];
}

function smallDocument(): ResultDocument {
  return syntheticDocument({
    trueNs: (id, count) => (id === 'two-pass' ? 1 : id.startsWith('three') ? 1.3 : 0.7) * count,
    algorithms: ['three-pass-reload', 'two-pass', 'two-pass-skeleton', 'copy', 'read'],
    elementCounts: [1 << 12, 1 << 16, 1 << 25],
    roundCount: 9,
    processCount: 3,
    samplesPerRound: 1,
    perPass: true,
  });
}

const text = serializeDocument(smallDocument());

/** A result of which fields hold other values. */
export const resultKind: FuzzKind<ValueEdit> = {
  name: 'result',
  draw: (random) => some(random, () => valueEdit(random, JSON.parse(text))),
  check: async (edits) => {
    const json = edits.reduce<unknown>(applied, JSON.parse(text));
    return await bytesProblem(Buffer.from(JSON.stringify(json)), edits.length % 8 === 0);
  },
};

/** A result of which bytes are others. */
export const resultBytesKind: FuzzKind<ByteEdit> = {
  name: 'result-bytes',
  draw: (random) =>
    some(random, () => ({
      at: Math.floor(random() * text.length),
      count: random() < 0.5 ? 1 : Math.floor(random() * 2000),
      bytes: Array.from({ length: Math.floor(random() * 4) }, () => Math.floor(random() * 256)),
    })),
  check: async (edits) => {
    const bytes = edits.reduce(
      (own, { at, count, bytes: added }) =>
        Buffer.concat([own.subarray(0, at), Buffer.from(added), own.subarray(at + count)]),
      Buffer.from(text),
    );
    return await bytesProblem(bytes, false);
  },
};

async function bytesProblem(bytes: Buffer, draws: boolean): Promise<string | null> {
  let document: ResultDocument;
  try {
    document = parseDocument('own.json', bytes);
  } catch (error) {
    if (!(error instanceof ResultFileError)) throw error;
    const isShort = error.message.length < 700 && !/\p{Cc}/u.test(error.message);
    return isShort ? null : `message: ${error.message.slice(0, 1000)}`;
  }
  const outputs = outputsOf(document);
  const figures = draws ? await figuresOf(document) : [];
  return [...outputs, ...figures].map(outputProblem).find((problem) => problem !== null) ?? null;
}

/** One more or another value somewhere in the JSON. */
export function valueEdit(random: () => number, json: unknown): ValueEdit {
  const path: (string | number)[] = [];
  let value = json;
  while (typeof value === 'object' && value !== null && (path.length === 0 || random() < 0.9)) {
    const keys: readonly (string | number)[] = Array.isArray(value)
      ? [...value.keys()]
      : Object.keys(value);
    if (keys.length === 0) break;
    const key = oneOf(random, keys);
    path.push(key);
    value = (value as Record<string | number, unknown>)[key];
  }
  if (random() < 0.1) return { path };
  return { path, value: otherValue(random, value) };
}

const values: readonly unknown[] = [
  ...[null, true, 0, 1, -1, 0.5, 1e-3, 1e15, 1e18, 1e308, 5e-324, 2 ** 32, 2 ** 53, -1e18],
  ...[[], {}, [[]], [null], [0, 1]],
];

function otherValue(random: () => number, value: unknown): unknown {
  if (random() < 0.25) return oneOf(random, [...values, ...hostileTexts]);
  if (typeof value === 'number') {
    const factor = oneOf(random, [0, -1, 0.5, 2, 10, 1e6, 1e-6, 1e12]);
    return random() < 0.5 ? value * factor : value + oneOf(random, [-1, 1, 0.5]);
  }
  if (typeof value === 'string') return oneOf(random, hostileTexts);
  if (Array.isArray(value)) return otherList(random, value as unknown[]);
  return oneOf(random, values);
}

function otherList(random: () => number, list: readonly unknown[]): unknown {
  const at = Math.floor(random() * list.length);
  return oneOf<() => readonly unknown[]>(random, [
    () => list.slice(at),
    () => list.slice(0, at),
    () => [...list, list[at]],
    () => list.toReversed(),
    () => list.map(() => list[at]),
    () => list.map((item) => (typeof item === 'number' ? item * 1e9 : item)),
  ])();
}

/** The JSON with the edit; as it was where the path leads nowhere. */
export function applied(json: unknown, { path, value }: ValueEdit): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof json !== 'object' || json === null) return json;
  const copy = (Array.isArray(json) ? [...(json as unknown[])] : { ...json }) as Record<
    string | number,
    unknown
  >;
  if (rest.length > 0) copy[key] = applied(copy[key], { path: rest, value });
  else if (value !== undefined) copy[key] = value;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else Reflect.deleteProperty(copy, key);
  return copy;
}
