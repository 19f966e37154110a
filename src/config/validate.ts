import type { z } from 'zod';

import { SoftmaxBenchError } from '../errors.js';
import { describeProblems, type KeyNames } from './config-problems.js';

/**
 * What a schema makes of an input.
 * @param source where the input comes from, for messages.
 * @param names what messages call keys of the input; a name says by itself where the key was given.
 * @throws SoftmaxBenchError that names every problem: one line if there is one, else a heading and a line each.
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  source: string,
  names: KeyNames = new Map(),
): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = describeProblems(result.error.issues, input, names);
  const [first = '', ...others] = problems;
  if (others.length > 0) {
    throw new SoftmaxBenchError(
      [`${source}: ${problems.length} problems`, ...problems].join('\n  '),
    );
  }
  const isNamed = [...names.values()].some((name) => first.startsWith(`${name}: `));
  throw new SoftmaxBenchError(isNamed ? first : `${source}: ${first}`);
}
