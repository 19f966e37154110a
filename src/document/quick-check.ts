import type { z } from 'zod';

/**
 * The same schema, which takes a value that `isValid` as it is: zod spends some 100 ns on a number in an
 * array, and a result holds tens of thousands. Everything else goes the schema's own way, to
 * its issues.
 * @param isValid says yes only to what the schema would take unchanged.
 */
export function withQuickCheck<Schema extends z.ZodType>(
  schema: Schema,
  isValid: (value: unknown) => boolean,
): Schema {
  const internals = schema._zod;
  const run = internals.run.bind(internals);
  internals.run = (payload, context) => (isValid(payload.value) ? payload : run(payload, context));
  return schema;
}

// Loops over indices: a call or an iterator for each number would take longer than all the rest of reading a result.

/** Whether it is an array of finite numbers from `minimum` on. */
export function isNumberArray(value: unknown, minimum: number): value is number[] {
  if (!Array.isArray(value)) return false;
  for (let index = value.length - 1; index >= 0; index -= 1) {
    const item: unknown = value[index];
    if (typeof item !== 'number' || !(item >= minimum && item - item === 0)) return false;
  }
  return true;
}

/** Whether it is an array of whole numbers from 0 on. */
export function isCountArray(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (let index = value.length - 1; index >= 0; index -= 1) {
    const item: unknown = value[index];
    // What `| 0` leaves alone is a whole number, which it tells in a fraction of the time.
    if (typeof item !== 'number' || !(item >= 0)) return false;
    if ((item | 0) !== item && !Number.isSafeInteger(item)) return false;
  }
  return true;
}

/** Whether it is an array of finite numbers and nulls. */
export function isReadingArray(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (let index = value.length - 1; index >= 0; index -= 1) {
    const item: unknown = value[index];
    // Only of a finite number the difference to itself is 0.
    if (typeof item === 'number' ? item - item !== 0 : item !== null) return false;
  }
  return true;
}

/** Whether a value is an object with exactly these fields, each of which holds. */
export function recordCheck(
  fields: Readonly<Record<string, (field: unknown) => boolean>>,
): (value: unknown) => boolean {
  const checks = Object.entries(fields);
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === checks.length &&
    checks.every(([name, holds]) => holds((value as Record<string, unknown>)[name]));
}

/** The check, which looks at an object that it found valid only once: results that are read share their cells. */
export function remembered(isValid: (value: unknown) => boolean): (value: unknown) => boolean {
  const valid = new WeakSet<object>();
  return (value) => {
    if (typeof value !== 'object' || value === null) return isValid(value);
    if (valid.has(value)) return true;
    if (!isValid(value)) return false;
    valid.add(value);
    return true;
  };
}

/** Whether it is a whole number from `minimum` on. */
export function isCountFrom(minimum: number): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && value >= minimum && Number.isSafeInteger(value);
}

/** Whether it is one of the texts. */
export function isOneOf(texts: readonly string[]): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && texts.includes(value);
}
