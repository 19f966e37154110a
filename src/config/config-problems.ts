import type { z } from 'zod';

import { suggestion } from './closest-match.js';
import { knownKeys } from './config-schema.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What messages call a key at the top of a config, and all below it. */
export type KeyNames = ReadonlyMap<string, string>;

const longestShownValue = 40;

const expectedTypes: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
};

/**
 * One line for each thing that is wrong with a config: `rounds.minimum: expected a number, got
 * "many"`.
 * @param issues what zod found in `input`.
 */
export function describeProblems(
  issues: readonly Issue[],
  input: unknown,
  names: KeyNames,
): string[] {
  const problems = issues
    .flatMap((issue) => describeIssue(issue, input, issue.path))
    .map(({ path, text }) => `${names.get(String(path[0])) ?? showPath(path)}: ${text}`);
  // A flag that sets several keys would be named for each.
  return [...new Set(problems)];
}

interface Problem {
  readonly path: Path;
  readonly text: string;
}

/** @param path of the issue from the root of `input`: paths inside a union start at the union. */
function describeIssue(issue: Issue, input: unknown, path: Path): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys[path.join('.')] ?? [];
    return issue.keys.map((key) => ({
      path: [...path, key],
      text: `unknown key${suggestion(key, known)}`,
    }));
  }
  const value = valueAt(input, path);
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = issue.errors.find((issues) => issues.every((inner) => isInside(inner, value)));
    if (branch !== undefined) {
      return branch.flatMap((inner) => describeIssue(inner, input, [...path, ...inner.path]));
    }
    const alternatives = new Set(issue.errors.flat().map(expectationOf));
    const expected = [...alternatives].join(' or ');
    return [{ path, text: `expected ${expected}, got ${showValue(value)}` }];
  }
  if (issue.code === 'custom') return [{ path, text: issue.message }];
  return [{ path, text: `expected ${expectationOf(issue)}, got ${showValue(value)}` }];
}

/** Whether the value has the type of a union's branch, so that the branch's complaint is the useful one. */
function isInside(issue: Issue, value: unknown): boolean {
  const isOtherType = issue.code === 'invalid_type' && issue.path.length === 0;
  return !isOtherType || (issue.expected === 'int' && typeof value === 'number');
}

function expectationOf(issue: Issue): string {
  if (issue.code === 'invalid_type') return expectedTypes[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return oneOf(issue.values);
  if (issue.code === 'invalid_union' && 'options' in issue) return oneOf(issue.options ?? []);
  if (issue.code === 'too_small') {
    return `${issue.inclusive === true ? 'at least' : 'more than'} ${bound(issue.minimum, issue.origin)}`;
  }
  if (issue.code === 'too_big') {
    return `${issue.inclusive === true ? 'at most' : 'less than'} ${bound(issue.maximum, issue.origin)}`;
  }
  return issue.message;
}

function bound(limit: number | bigint, origin: string): string {
  return origin === 'array' ? `${limit} in the list` : String(limit);
}

function oneOf(values: readonly unknown[]): string {
  const shown = values.map(showValue).join(', ');
  return values.length === 1 ? shown : `one of ${shown}`;
}

function showPath(path: Path): string {
  const text = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  return text === '' ? 'top level' : text.replace(/^\./, '');
}

function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = isOutsideJson(value) ? String(value) : JSON.stringify(value);
  return text.length > longestShownValue ? `${text.slice(0, longestShownValue)}...` : text;
}

/** JSON shows NaN and Infinity as null, and has no big integers, symbols and functions. */
function isOutsideJson(value: unknown): value is number | bigint | symbol | (() => void) {
  return ['number', 'bigint', 'symbol', 'function'].includes(typeof value);
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
