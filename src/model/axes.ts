import { z } from 'zod';

import type { Immutable } from './immutable.js';
import { compareProblems, formatProblem, parseProblem, type Problem } from './problem.js';
import { problemSchema } from './problem-schema.js';
import {
  cacheStates,
  operationIds,
  pagesKinds,
  targets,
  type CacheState,
  type Pages,
} from './vocabulary.js';

/**
 * One thing that a cell varies in. Cell ids, group and series keys, the fields of a result, CSV columns
 * and filters are made from the list of axes, so a new axis is one entry of `axes`.
 */
interface Axis {
  /** The field of a cell. */
  readonly name: string;
  /** What people read. */
  readonly title: string;
  readonly schema: z.ZodType;
  /** The value as a part of a cell id; `parse` gives the value back, or null for a text that is none. */
  readonly format: (value: never) => string;
  readonly parse: (text: string) => unknown;
  /** The value as people read it: `cold output`, `2 threads`. */
  readonly text: (value: never) => string;
  /** The order in which reports show the values. */
  readonly compare: (a: never, b: never) => number;
  /** The columns of a table that hold the value, by their names in JSON. */
  readonly columns: Readonly<Record<string, (value: never) => string | number>>;
}

/** Every axis, in the order of a cell id. */
export const axes = [
  choiceAxis('operation', 'operation', operationIds),
  {
    ...scalarAxis('implementation', 'implementation', z.string().min(1)),
    format: (value: string) => value,
    parse: (text: string) => (text === '' ? null : text),
    compare: () => 0,
  },
  choiceAxis('target', 'target', targets),
  {
    name: 'problem' as const,
    title: 'shape',
    schema: problemSchema,
    format: formatProblem,
    parse: parseProblem,
    text: formatProblem,
    compare: compareProblems,
    columns: {
      rows: ({ rows }: Problem) => rows,
      columns: ({ columns }: Problem) => columns,
      elementType: ({ elementType }: Problem) => elementType,
    },
  },
  {
    ...choiceAxis('cacheState', 'cache state', cacheStates),
    text: (state: CacheState) => state.replace('-', ' '),
  },
  {
    ...scalarAxis('threadCount', 'threads', z.int().positive()),
    format: (count: number) => `t${count}`,
    parse: (text: string) => (/^t[1-9]\d*$/.test(text) ? Number(text.slice(1)) : null),
    text: (count: number) => (count === 1 ? '1 thread' : `${count} threads`),
    compare: (a: number, b: number) => a - b,
  },
  { ...choiceAxis('pages', 'pages', pagesKinds), text: (pages: Pages) => `${pages} pages` },
] as const satisfies readonly Axis[];

type AnyAxis = (typeof axes)[number];
export type AxisName = AnyAxis['name'];

const axisByName = new Map<AxisName, AnyAxis>(axes.map((axis) => [axis.name, axis]));

/** A zod shape with one field for each axis. */
export const cellPointShape = Object.fromEntries(
  axes.map(({ name, schema }) => [name, schema]),
) as { [A in AnyAxis as A['name']]: A['schema'] };

/** One point on the axes. */
export type CellPoint = Immutable<{ [A in AnyAxis as A['name']]: z.infer<A['schema']> }>;

/** What cells of a series share: all but the problem. */
export const seriesAxes = axesExcept('problem');

/**
 * What the cells of a sweep share: one setting of the machine, in which every implementation meets every
 * problem. What a cache decides belongs to a sweep.
 */
export const sweepAxes = axesExcept('operation', 'implementation', 'problem');
export type Sweep = Pick<CellPoint, (typeof sweepAxes)[number]>;

/**
 * What the cells of a group share: they differ in the implementation alone, and are compared. Baselines
 * and memory-only versions belong to it too; a speed-up is taken within one operation only.
 */
export const groupAxes = axesExcept('operation', 'implementation');
export type Group = Pick<CellPoint, (typeof groupAxes)[number]>;

function axesExcept<Name extends AxisName>(
  ...left: readonly Name[]
): readonly Exclude<AxisName, Name>[] {
  const names = axes.map(({ name }) => name);
  return names.filter((name): name is Exclude<AxisName, Name> => !left.some((own) => own === name));
}

/** The values of the named axes as one text: equal for points that agree in all of them. */
export function axisKey<Name extends AxisName>(
  point: Pick<CellPoint, Name>,
  names: readonly Name[],
): string {
  return names.map((name) => axisOf(name).format(point[name] as never)).join('/');
}

/** `operation/implementation/target/problem/cacheState/threads/pages`: unique within a plan. */
export function cellIdOf(point: CellPoint): string {
  return axisKey(
    point,
    axes.map(({ name }) => name),
  );
}

/** The point that `cellIdOf` named; null for any other text. */
export function parseCellId(id: string): CellPoint | null {
  const parts = id.split('/');
  if (parts.length !== axes.length) return null;
  const values = axes.map((axis, index) => [axis.name, axis.parse(parts[index] ?? '')] as const);
  return values.some(([, value]) => value === null)
    ? null
    : (Object.fromEntries(values) as CellPoint);
}

/** The named axes of something larger. */
export function pickAxes<Name extends AxisName>(
  point: Pick<CellPoint, Name>,
  names: readonly Name[],
): Pick<CellPoint, Name> {
  return Object.fromEntries(names.map((name) => [name, point[name]])) as Pick<CellPoint, Name>;
}

/** Whether two points agree in the named axes. */
export function agreeIn<Name extends AxisName>(
  a: Pick<CellPoint, Name>,
  b: Pick<CellPoint, Name>,
  names: readonly Name[],
): boolean {
  return names.every((name) => a[name] === b[name] || axisKey(a, [name]) === axisKey(b, [name]));
}

/** The point of something larger. */
export function pointOf(point: CellPoint): CellPoint {
  return pickAxes(
    point,
    axes.map(({ name }) => name),
  );
}

/** The sweep of something larger. */
export function sweepOf(point: Sweep): Sweep {
  return pickAxes(point, sweepAxes);
}

/** Whether two things belong to the same sweep. */
export function isSameSweep(a: Sweep, b: Sweep): boolean {
  return agreeIn(a, b, sweepAxes);
}

/** Orders points by the named axes, the first that differs first. */
export function compareByAxes<Name extends AxisName>(
  a: Pick<CellPoint, Name>,
  b: Pick<CellPoint, Name>,
  names: readonly Name[],
): number {
  for (const name of names) {
    const order = axisOf(name).compare(a[name] as never, b[name] as never);
    if (order !== 0) return order;
  }
  return 0;
}

/** The columns that hold the named axes in a table, each with how it is read from a point. */
export function axisColumns<Name extends AxisName>(
  names: readonly Name[],
): Readonly<Record<string, (point: Pick<CellPoint, Name>) => string | number>> {
  return Object.fromEntries(
    names.flatMap((name) =>
      Object.entries<(value: never) => string | number>(axisOf(name).columns).map(
        ([column, valueOf]) => [
          column,
          (point: Pick<CellPoint, Name>) => valueOf(point[name] as never),
        ],
      ),
    ),
  );
}

/** The axis of that name. */
export function axisOf<Name extends AxisName>(name: Name): Extract<AnyAxis, { name: Name }> {
  return axisByName.get(name) as Extract<AnyAxis, { name: Name }>;
}

/** An axis whose values are a short list of words, in the order of the list. */
function choiceAxis<const Name extends string, const Values extends readonly [string, ...string[]]>(
  name: Name,
  title: string,
  values: Values,
) {
  type Value = Values[number];
  return {
    ...scalarAxis(name, title, z.enum(values)),
    format: (value: Value): string => value,
    parse: (text: string): Value | null => values.find((value) => value === text) ?? null,
    compare: (a: Value, b: Value): number => values.indexOf(a) - values.indexOf(b),
  };
}

/** The parts that every axis with a single column shares. */
function scalarAxis<const Name extends string, Schema extends z.ZodType<string | number>>(
  name: Name,
  title: string,
  schema: Schema,
) {
  return {
    name,
    title,
    schema,
    text: (value: z.infer<Schema>): string => String(value),
    columns: { [name]: (value: z.infer<Schema>): string | number => value },
  };
}
