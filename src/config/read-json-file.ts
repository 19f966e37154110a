import { readFileSync } from 'node:fs';

import { SoftmaxBenchError } from '../errors.js';
import { jsonErrorPosition } from './json-error.js';

const readProblems: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder, expected a file',
  EACCES: 'may not be read',
};

/**
 * The content of a JSON file, not yet validated.
 * @throws SoftmaxBenchError that names the file, and line and column where it stops being JSON.
 */
export function readJsonFile(path: string): unknown {
  const text = readText(path);
  const position = jsonErrorPosition(text);
  if (position !== null) {
    const { line, column } = position;
    throw new SoftmaxBenchError(
      `${path}:${line}:${column}: not JSON, ${describeToken(text, line, column)}`,
    );
  }
  return JSON.parse(text);
}

function readText(path: string): string {
  try {
    // Editors on Windows put a byte-order mark first, which JSON.parse does not accept.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new SoftmaxBenchError(`${path}: ${readProblems[code] ?? `cannot be read (${code})`}`);
  }
}

function describeToken(text: string, line: number, column: number): string {
  const lineText = text.split('\n').at(line - 1) ?? '';
  const rest = lineText.slice(column - 1).trim();
  return rest === '' ? 'it ends too early' : `unexpected ${JSON.stringify(rest.slice(0, 20))}`;
}
