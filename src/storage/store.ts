import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { SoftmaxBenchError, exitCodes } from '../errors.js';
import { mostResultBytes } from '../model/bounds.js';
import type { ResultDocument } from '../model/result.js';
import { writeOwnFile } from './atomic-file.js';
import { cannotWrite, removeIfThere } from './file-system.js';
import { parseDocument, problemOf } from './parse-document.js';
import { attemptRead, readBytes, type ReadLimits } from './read-bytes.js';
import { temporaryPathFor } from './temporary-path.js';

/** Name of the document inside the output folder of a run. */
export const resultFileName = 'result.json';

/** For files that nobody named: waiting for a pipe would be no use. */
const resultLimits: ReadLimits = { mostBytes: mostResultBytes, allowsPipe: false };

/**
 * Writes the document as `writeOwnFile` does, unless `readDocument` would refuse it.
 * @throws SoftmaxBenchError when the file system refuses, or the document breaks its own schema.
 */
export function writeDocument(path: string, document: ResultDocument): void {
  const text = serializeDocument(document);
  const problem =
    text.length > mostResultBytes ? 'would be too large to be read' : problemOf(document);
  if (problem !== null) {
    throw new SoftmaxBenchError(`${path} is not written, as it ${problem}`, exitCodes.failure);
  }
  writeOwnFile(path, text, exitCodes.failure);
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
 * @param path the file, the output folder that holds it as `result.json`, or a pipe.
 * @throws ResultFileError when it cannot be read, and as `parseDocument`.
 */
export function readDocument(path: string): ResultDocument {
  const isFolder = attemptRead(path, () => statSync(path).isDirectory());
  if (!isFolder) return parseDocument(path, readResultBytes(path));
  const filePath = join(path, resultFileName);
  return parseDocument(filePath, readBytes(filePath, resultLimits));
}

/** The bytes of a file or pipe that may be a result. @throws ResultFileError as `readBytes`. */
export function readResultBytes(path: string): Buffer {
  return readBytes(path, { ...resultLimits, allowsPipe: true });
}

/**
 * The document in an output folder; null where there is no such file.
 * @throws ResultFileError as `readDocument` for a file that is there.
 */
export function findDocument(folder: string): ResultDocument | null {
  const path = join(folder, resultFileName);
  if (attemptRead(path, () => statSync(path, { throwIfNoEntry: false })) === undefined) return null;
  return parseDocument(path, readBytes(path, resultLimits));
}

/** The folder of the run whose result is named by itself or by its folder. */
export function runFolderOf(path: string): string {
  const isResult =
    basename(path) === resultFileName &&
    statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isResult ? dirname(path) : path;
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

function fieldsOf(object: object): readonly string[] {
  return Object.entries(object).map(([key, value]) => `"${key}":${JSON.stringify(value)}`);
}

function lineArray(values: readonly unknown[]): string {
  if (values.length === 0) return '[]';
  return `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]`;
}
