import * as z from 'zod';

/**
 * One thing that a cell varies in. Cell ids, group and series keys, the fields of a result, CSV columns
 * and filters are made from the list of axes, so a new axis is one entry of `axes`.
 */
export interface Axis {
  /** The field of a cell. */
  readonly name: string;
  /** What people read. */
  readonly title: string;
  readonly schema: z.ZodType;
  /** The value as a part of a cell id, where no two values are the same. A value of null has no part. */
  readonly format: (value: never) => string;
  /** The value as people read it: `cold output`, `2 threads`. */
  readonly text: (value: never) => string;
  /** The order in which reports show the values. */
  readonly compare: (a: never, b: never) => number;
  /** The columns of a table that hold the value, by their names in JSON. */
  readonly columns: Readonly<Record<string, (value: never) => string | number | null>>;
}

/** An axis whose values are a short list of words, in the order of the list. */
export function choiceAxis<
  const Name extends string,
  const Values extends readonly [string, ...string[]],
>(name: Name, title: string, values: Values) {
  type Value = Values[number];
  return {
    ...scalarAxis(name, title, z.enum(values)),
    choices: values,
    format: (value: Value): string => value,
    compare: (a: Value, b: Value): number => values.indexOf(a) - values.indexOf(b),
  };
}

/** The parts that every axis with a single column shares. */
export function scalarAxis<const Name extends string, Schema extends z.ZodType<string | number>>(
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

/**
 * An axis with a value for no value: null, which is what its absence in an earlier result means. Nothing of it
 * shows then: no part of a cell id, no text.
 */
export function optionalAxis<
  const Name extends string,
  Schema extends z.ZodType<string>,
  Value extends z.infer<Schema>,
>(axis: {
  readonly name: Name;
  readonly title: string;
  readonly schema: Schema;
  readonly format: (value: Value) => string;
  readonly text: (value: Value) => string;
  readonly compare: (a: Value, b: Value) => number;
}) {
  type Optional = Value | null;
  return {
    ...axis,
    isOptional: true as const,
    schema: axis.schema.nullable(),
    text: (value: Optional): string => (value === null ? '' : axis.text(value)),
    compare: (a: Optional, b: Optional): number =>
      a === null || b === null ? Number(b === null) - Number(a === null) : axis.compare(a, b),
    columns: { [axis.name]: (value: Optional): string | null => value },
  };
}
