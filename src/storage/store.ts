import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { core } from 'zod';

import { writeAtomically } from './atomic-file.js';
import { cannotWrite, removeIfThere, systemCodeOf } from './file-system.js';
import { SoftmaxBenchError, exitCodes, messageOf } from '../errors.js';
import { migrate, readableVersions } from './migrations.js';
import { parseResultJson, type Unwanted } from './parse-json.js';
import type { ResultDocument } from '../model/result.js';
import { resultDocumentSchema } from '../model/document-schema.js';
import { serializeDocument } from './serialize.js';
import { shortList } from '../short-list.js';

/** Name of the document inside the output folder of a run. */
export const resultFileName = 'result.json';

const shownIssueCount = 5;

/**
 * Writes the document as `writeAtomically` does.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export function writeDocument(path: string, document: ResultDocument): void {
  writeAtomically(path, serializeDocument(document), exitCodes.failure);
}

/**
 * Creates the folder with those above it, and proves that a file can be written in it, so that a run
 * does not measure for minutes what it cannot keep.
 * @throws SoftmaxBenchError when the file system refuses.
 */
export function prepareOutputFolder(path: string): void {
  const probePath = join(path, `.probe.${process.pid}.tmp`);
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
 * Reads and validates a document.
 * @param path the file, or the output folder that holds it as `result.json`.
 * @throws SoftmaxBenchError when it is missing, is no JSON, has another schema version or breaks the
 * schema.
 */
export function readDocument(path: string): ResultDocument {
  return readStored(path).document;
}

/** A document with the schema version that its file has. */
export interface StoredDocument {
  readonly document: ResultDocument;
  readonly storedVersion: number;
}

const allWanted: Unwanted = { parts: [] };

/**
 * As `readDocument`, for who asks what the file was before it was migrated.
 * @param unwanted may be missing.
 */
export function readStored(path: string, unwanted = allWanted): StoredDocument {
  const { filePath, bytes } = readBytes(path);
  const { json, storedVersion } = upToDate(filePath, parseJson(filePath, bytes, unwanted));
  // Not parsed, which would copy every array.
  if (resultDocumentSchema.validate(json)) return { document: json, storedVersion };
  const { issues } = resultDocumentSchema.safeParse(json, { reportInput: true }).error!;
  throw new SoftmaxBenchError(describeIssues(filePath, issues));
}

/** The document in an output folder; null where there is none, or none that can be read. */
export function findDocument(folder: string): ResultDocument | null {
  try {
    return readDocument(folder);
  } catch {
    return null;
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

function readBytes(path: string): { filePath: string; bytes: Buffer } {
  try {
    return { filePath: path, bytes: contentOf(path) };
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'EISDIR') return readBytes(join(path, resultFileName));
    const reason = reasons[code] ?? messageOf(error);
    throw new SoftmaxBenchError(`cannot read ${path}: ${reason}; expected a ${resultFileName}`);
  }
}

/** Of the file that was read last: memory of its own for each of hundreds takes longer than to read them. */
let kept = Buffer.alloc(0);

/** What is in a file, until the next is read. */
function contentOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    // Pipes tell no size.
    if (size === 0) return readFileSync(file);
    if (size > kept.length) kept = Buffer.allocUnsafeSlow(2 * size);
    let end = 0;
    for (let count = -1; count !== 0; end += count) {
      count = readSync(file, kept, end, size - end, null);
    }
    return kept.subarray(0, end);
  } finally {
    closeSync(file);
  }
}

function parseJson(path: string, bytes: Buffer, unwanted: Unwanted): unknown {
  try {
    return parseResultJson(bytes, unwanted);
  } catch (error) {
    // V8 quotes the beginning of the file, line breaks included.
    const problem = messageOf(error).replaceAll(/\p{Cc}+/gu, ' ');
    throw new SoftmaxBenchError(
      `${path} is not JSON (${problem}); expected a ${resultFileName}, perhaps it was cut short`,
    );
  }
}

/** The document as one of the current version. @throws SoftmaxBenchError if its version is not readable. */
function upToDate(path: string, json: unknown): { json: unknown; storedVersion: number } {
  if (typeof json !== 'object' || json === null || !('schemaVersion' in json)) {
    throw new SoftmaxBenchError(`${path} is no result of softmax-bench: it has no schemaVersion`);
  }
  const version = readableVersions.find((readable) => readable === json.schemaVersion);
  if (version !== undefined) return { json: migrate({ ...json }, version), storedVersion: version };
  throw new SoftmaxBenchError(
    `${path} has schemaVersion ${JSON.stringify(json.schemaVersion)}, this version of softmax-bench reads ` +
      `versions ${readableVersions[0]} to ${readableVersions.at(-1)}`,
  );
}

function describeIssues(path: string, issues: readonly core.$ZodIssue[]): string {
  const shown = shortList(issues, shownIssueCount, (issue) => {
    const got = issue.code === 'unrecognized_keys' ? '' : `, got ${shortJson(issue.input)}`;
    const place = issue.path.map(String).join('.') || 'at the top';
    return `${place}: ${issue.message}${got}`;
  });
  return `${path} breaks the schema of ${resultFileName}: ${shown}`;
}

function shortJson(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
