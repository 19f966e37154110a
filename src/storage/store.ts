import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { SoftmaxBenchError, exitCodes, messageOf, systemCodeOf } from '../errors.js';
import type { ResultDocument } from '../model/result.js';
import { writeAtomically } from './atomic-file.js';
import { cannotWrite, removeIfThere } from './file-system.js';
import { parseDocument } from './parse-document.js';
import { temporaryPathFor } from './temporary-path.js';

/** Name of the document inside the output folder of a run. */
export const resultFileName = 'result.json';

/**
 * Writes the document as `writeAtomically` does.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export function writeDocument(path: string, document: ResultDocument): void {
  writeAtomically(path, serializeDocument(document), exitCodes.failure);
}

/**
 * The document as JSON with one line for each top-level key, planned cell and outcome: a diff of two
 * documents names the cell.
 */
export function serializeDocument({ plan, outcomes, ...head }: ResultDocument): string {
  const { cells, ...planHead } = plan;
  const planLines = [...fieldsOf(planHead), `"cells":${lineArray(cells)}`];
  const lines = [
    ...fieldsOf(head),
    `"plan":{${planLines.join(',')}}`,
    `"outcomes":${lineArray(outcomes)}`,
  ];
  return `{\n${lines.join(',\n')}\n}\n`;
}

/**
 * Reads and validates a document.
 * @param path the file, or the output folder that holds it as `result.json`.
 * @throws SoftmaxBenchError when it cannot be read, and as `parseDocument`.
 */
export function readDocument(path: string): ResultDocument {
  const isFolder = attemptRead(path, () => statSync(path).isDirectory());
  const filePath = isFolder ? join(path, resultFileName) : path;
  const bytes = attemptRead(filePath, () => readFileSync(filePath));
  return parseDocument(filePath, bytes);
}

/**
 * The document in an output folder; null where there is no such file.
 * @throws SoftmaxBenchError as `readDocument` for a file that is there.
 */
export function findDocument(folder: string): ResultDocument | null {
  const path = join(folder, resultFileName);
  const bytes = attemptRead(path, () => bytesIfThere(path));
  return bytes === null ? null : parseDocument(path, bytes);
}

/**
 * Creates the folder with those above it, and proves that a file can be written in it, so that a run
 * does not measure for minutes what it cannot keep.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export function prepareOutputFolder(path: string): void {
  const probePath = temporaryPathFor(join(path, 'probe'));
  try {
    createFolder(path);
    writeFileSync(probePath, 'probe', { flush: true });
  } catch (error) {
    throw cannotWrite(path, error, exitCodes.usage);
  } finally {
    removeIfThere(probePath);
  }
}

/**
 * What `mkdir -p` does. Not left to the option `recursive` of mkdirSync, which never returns where a
 * parent exists and still answers ENOENT, as /proc does (Node 20).
 */
function createFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path && !existsSync(parent)) createFolder(parent);
  mkdirSync(path);
}

/** In place of what Node says, which repeats the path. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
};

function attemptRead<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = reasons[systemCodeOf(error)] ?? messageOf(error);
    throw new SoftmaxBenchError(`cannot read ${path}: ${reason}; expected a ${resultFileName}`);
  }
}

function bytesIfThere(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function fieldsOf(object: object): readonly string[] {
  return Object.entries(object).map(([key, value]) => `"${key}":${JSON.stringify(value)}`);
}

function lineArray(values: readonly unknown[]): string {
  if (values.length === 0) return '[]';
  return `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]`;
}
