import { readFileSync, statSync } from 'node:fs';

import { SoftmaxBenchError } from '../errors.js';
import { formatBytes } from '../units.js';
import { deepestNesting, findJsonError } from './json-error.js';

const readProblems: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no permission to read it',
};

/** A config has some kilobytes. */
const largestFileBytes = 2 ** 20;

/**
 * The content of a JSON file, not yet validated.
 * @throws SoftmaxBenchError that names the file if it cannot be read, is no file or is larger than 1 MiB, and line and column where it stops being JSON.
 */
export function readJsonFile(path: string): unknown {
  const text = readText(path);
  const error = findJsonError(text);
  if (error !== null) {
    const { line, column, isTooDeep } = error;
    const problem = isTooDeep
      ? `lists and objects nested more than ${deepestNesting} deep`
      : `not JSON, ${describeToken(text, line, column)}`;
    throw new SoftmaxBenchError(`${path}:${line}:${column}: ${problem}`);
  }
  return JSON.parse(text);
}

function readText(path: string): string {
  try {
    checkKind(path);
    // Editors on Windows put a byte-order mark first, which JSON.parse does not accept.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof SoftmaxBenchError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new SoftmaxBenchError(`${path}: ${readProblems[code] ?? `cannot be read (${code})`}`);
  }
}

/** Reading a pipe may wait for ever, and no signal would end it. */
function checkKind(path: string): void {
  const stats = statSync(path);
  if (stats.isDirectory()) throw new SoftmaxBenchError(`${path}: is a folder, expected a file`);
  if (!stats.isFile()) throw new SoftmaxBenchError(`${path}: is not a regular file`);
  if (stats.size > largestFileBytes) {
    throw new SoftmaxBenchError(`${path}: expected at most 1 MiB, got ${formatBytes(stats.size)}`);
  }
}

function describeToken(text: string, line: number, column: number): string {
  const lineText = text.split('\n').at(line - 1) ?? '';
  const rest = lineText.slice(column - 1).trim();
  return rest === '' ? 'it ends too early' : `unexpected ${JSON.stringify(rest.slice(0, 20))}`;
}
