import * as z from 'zod';

import { mostThreads, nameSchema } from './bounds.js';
import { choiceAxis, optionalAxis, scalarAxis, type Axis } from './axis.js';
import type { Immutable } from './immutable.js';
import { compareProblems, formatProblem, type Problem } from './problem.js';
import { placementSchema, type Placement } from './placement.js';
import { problemSchema } from './problem-schema.js';
import { profileNameSchema } from './used-profile.js';
import {
  cacheStates,
  cellTargets,
  operationIds,
  pagesKinds,
  scalings,
  type CacheState,
  type Pages,
  type Scaling,
} from './vocabulary.js';

/** Every axis, in the order of a cell id. */
export const axes = [
  choiceAxis('operation', 'operation', operationIds),
  {
    ...scalarAxis('implementation', 'implementation', nameSchema.min(1)),
    format: (value: string) => value,
    compare: () => 0,
  },
  choiceAxis('target', 'target', cellTargets),
  {
    name: 'problem' as const,
    title: 'shape',
    schema: problemSchema,
    format: formatProblem,
    text: formatProblem,
    compare: compareProblems,
    columns: {
      rows: ({ rows }: Problem) => rows,
      columns: ({ columns }: Problem) => columns,
      rowStrideElements: ({ rowStrideElements }: Problem) => rowStrideElements ?? null,
      elementType: ({ elementType }: Problem) => elementType,
    },
  },
  {
    ...choiceAxis('cacheState', 'cache state', cacheStates),
    text: (state: CacheState) => state.replace('-', ' '),
  },
  {
    ...scalarAxis('threadCount', 'threads', z.int().positive().max(mostThreads)),
    format: (count: number) => `t${count}`,
    text: (count: number) => (count === 1 ? '1 thread' : `${count} threads`),
    compare: (a: number, b: number) => a - b,
  },
  optionalAxis({
    ...scalarAxis('placement', 'placement', placementSchema),
    format: (placement: Placement) => placement,
    compare: (a: Placement, b: Placement) => (a < b ? -1 : Number(a > b)),
  }),
  optionalAxis({
    ...choiceAxis('scaling', 'scaling', scalings),
    text: (scaling: Scaling) => `${scaling} scaling`,
  }),
  { ...choiceAxis('pages', 'pages', pagesKinds), text: (pages: Pages) => `${pages} pages` },
  optionalAxis({
    ...scalarAxis('profile', 'variants', profileNameSchema),
    format: (name: string) => `variants:${name}`,
    text: (name: string) => `${name} variants`,
    compare: (a: string, b: string) => (a < b ? -1 : Number(a > b)),
  }),
] as const satisfies readonly Axis[];

type AnyAxis = (typeof axes)[number];
export type AxisName = AnyAxis['name'];

const axisByName = new Map<AxisName, AnyAxis>(axes.map((axis) => [axis.name, axis]));

/** A zod shape with one field for each axis. */
export const cellPointShape = Object.fromEntries(
  axes.map(({ name, schema }) => [name, schema]),
) as { [A in AnyAxis as A['name']]: A['schema'] };

/** The same for a document, which may leave out an optional axis. */
export const storedPointShape = Object.fromEntries(
  axes.map((axis) => [axis.name, isOptional(axis) ? axis.schema.default(null) : axis.schema]),
) as unknown as typeof cellPointShape;

/** The names of the axes that a document may leave out. */
export const optionalAxisNames = axes.filter(isOptional).map(({ name }) => name);

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
  return names
    .filter((name) => point[name] !== null)
    .map((name) => axisOf(name).format(point[name] as never))
    .join('/');
}

/** `operation/implementation/target/problem/cacheState/threads/pages`: unique within a plan. */
export function cellIdOf(point: CellPoint): string {
  return axisKey(
    point,
    axes.map(({ name }) => name),
  );
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
  return names.every((name) => a[name] === b[name] || isSameObject(a[name], b[name], name));
}

/** Values that are no objects differ where they are not identical. */
function isSameObject(a: unknown, b: unknown, name: AxisName): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return axisOf(name).compare(a as never, b as never) === 0;
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

/** Whether two things belong to sweeps that agree in all axes but the named ones. */
export function differOnlyIn(
  a: Sweep,
  b: Sweep,
  ...names: readonly (typeof sweepAxes)[number][]
): boolean {
  return agreeIn(
    a,
    b,
    sweepAxes.filter((name) => !names.includes(name)),
  );
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

/** The values of the named axes as people read them; an optional axis without a value is left out. */
export function axisTexts<Name extends AxisName>(
  point: Pick<CellPoint, Name>,
  names: readonly Name[],
): readonly string[] {
  return names.map((name) => axisOf(name).text(point[name] as never)).filter((text) => text !== '');
}

/** The columns that hold the named axes in a table, each with how it is read from a point. */
export function axisColumns<Name extends AxisName>(
  names: readonly Name[],
): Readonly<Record<string, (point: Pick<CellPoint, Name>) => string | number | null>> {
  return Object.fromEntries(
    names.flatMap((name) =>
      Object.entries<(value: never) => string | number | null>(axisOf(name).columns).map(
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

function isOptional(axis: AnyAxis): axis is Extract<AnyAxis, { isOptional: true }> {
  return 'isOptional' in axis;
}
