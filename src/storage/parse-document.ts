import { isAscii } from 'node:buffer';

import type { core } from 'zod';

import { messageOf } from '../errors.js';
import { optionalAxisNames } from '../model/axes.js';
import { isOwn, type Cell } from '../model/cell.js';
import { compiledOnce } from '../model/compiled.js';
import type { External } from '../model/external.js';
import { samplesOf, type CellOutcome, type MeasuredOutcome } from '../model/outcome.js';
import { resultDocumentSchema, schemaVersion, type ResultDocument } from '../model/result.js';
import { printable } from '../printable.js';
import { algorithmOf, findAlgorithm } from '../softmax/algorithms.js';
import { escapeTexts } from './escape-texts.js';
import { ResultFileError } from './result-file-error.js';

const compiledSchema = compiledOnce(resultDocumentSchema);

const longestProblem = 300;
const longestValue = 40;

/**
 * The document that the bytes of a result file hold; a UTF-8 byte-order mark is accepted. Control and direction
 * characters of its texts are escaped.
 * @param path names the file in errors.
 * @throws ResultFileError, with one line of bounded length, when they are no JSON, are of another schema version,
 * break the schema or do not agree with what this version implements.
 */
export function parseDocument(path: string, bytes: Uint8Array): ResultDocument {
  const json = parseJson(path, bytes);
  const unread = versionProblem(json);
  if (unread !== null) throw new ResultFileError(path, unread);
  fillAbsentAxes(json);
  const problem = problemOf(json);
  if (problem !== null) throw new ResultFileError(path, problem);
  const document = json as ResultDocument;
  escapeTexts(document);
  return document;
}

/** Why a value is no document of this version, to go on where its name ends; null for one. */
export function problemOf(value: unknown): string | null {
  const broken = schemaProblem(value);
  if (broken !== null) return broken;
  const document = value as ResultDocument;
  return planProblem(document) ?? outcomesProblem(document);
}

function parseJson(path: string, bytes: Uint8Array): unknown {
  if (isUtf16(bytes)) throw new ResultFileError(path, 'is UTF-16, expected UTF-8');
  try {
    return JSON.parse(textOf(bytes));
  } catch (error) {
    // V8 quotes the beginning of the file.
    const problem = printable(messageOf(error), longestProblem);
    throw new ResultFileError(path, `is not JSON (${problem}); perhaps it was cut short`);
  }
}

/** @throws TypeError for what is not UTF-8. */
function textOf(bytes: Uint8Array): string {
  // V8 parses a text of single bytes in half of the time.
  if (isAscii(bytes))
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

/** JSON begins with two ASCII characters, after a byte-order mark. */
function isUtf16([first = 1, second = 1]: Uint8Array): boolean {
  const isMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isMark || (first === 0) !== (second === 0);
}

function versionProblem(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('schemaVersion' in json)) {
    return 'is no result of softmax-bench: it has no schemaVersion';
  }
  const version = json.schemaVersion;
  if (isOfDevelopment(json)) {
    return 'was written by a development version of softmax-bench, before its format was promised; measure again';
  }
  if (version === schemaVersion) return null;
  return typeof version === 'number' && version > schemaVersion
    ? `was written by a newer version of softmax-bench (schemaVersion ${version}, this one reads ${schemaVersion}); update softmax-bench`
    : `has schemaVersion ${shortJson(version)}, expected ${schemaVersion}`;
}

/** Versions 1 to 4 of the development versions had cells with an element count in place of a problem. */
function isOfDevelopment(json: object): boolean {
  const { plan } = json as {
    plan?: { cells?: readonly ({ elementCount?: unknown } | null)[] | null } | null;
  };
  return typeof plan?.cells?.[0]?.elementCount === 'number';
}

/** The first place where it breaks the schema; null where it does not. */
function schemaProblem(json: unknown): string | null {
  // Not parsed, which would copy every array.
  if (compiledSchema().validate(json)) return null;
  // As `validate` does, it ends with the first problem: a file may have one for every second byte.
  const context = { reportInput: true, abortEarly: true };
  const [issue] = resultDocumentSchema.safeParse(json, context).error!.issues;
  return `breaks the schema of a result: ${describeIssue(issue!)}`;
}

/**
 * An axis that a document does not know has one value there: null. It is filled in for everything that compares
 * cells; before the document is checked, because validation copies nothing.
 */
function fillAbsentAxes(json: unknown): void {
  const { plan, outcomes } = json as {
    readonly plan?: { readonly cells?: unknown };
    readonly outcomes?: unknown;
  };
  const outcomeCells = listOf(outcomes).map(
    (outcome) => (outcome as { cell?: unknown } | null)?.cell,
  );
  for (const cell of [...listOf(plan?.cells), ...outcomeCells]) {
    if (typeof cell !== 'object' || cell === null) continue;
    for (const name of optionalAxisNames) {
      if (!(name in cell)) Object.assign(cell, { [name]: null });
    }
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function describeIssue(issue: core.$ZodIssue): string {
  const got = issue.code === 'unrecognized_keys' ? '' : `, got ${shortJson(issue.input)}`;
  const place = issue.path.map(String).join('.') || 'at the top';
  return printable(`${place}: ${issue.message}${got}`, longestProblem);
}

/** Not a part of the schema, as the model does not know what is implemented. */
function planProblem({ plan, outcomes }: ResultDocument): string | null {
  const cells = [...plan.cells, ...outcomes.map(({ cell }) => cell)];
  const unknown = cells.find((cell) =>
    isOwn(cell)
      ? findAlgorithm(cell.implementation)?.operation !== cell.operation
      : !isDeclared(cell, plan.externals ?? []),
  );
  if (unknown === undefined) return null;
  const { operation, implementation } = unknown;
  return (
    'holds an implementation that this version of softmax-bench does not know: ' +
    `${shortJson(implementation)} of ${operation}; update softmax-bench`
  );
}

/** A cell has one outcome, and a measured one a variant and perhaps durations for each pass. */
function outcomesProblem({ plan, outcomes }: ResultDocument): string | null {
  for (const ids of [plan.cells.map(({ id }) => id), outcomes.map(({ cell }) => cell.id)]) {
    const repeated = firstRepeated(ids);
    if (repeated !== null) return `holds ${printable(repeated, longestProblem)} twice`;
  }
  const wrong = outcomes.find((outcome) => !hasItsPasses(outcome));
  return wrong === undefined
    ? null
    : `holds another number of passes than the ${wrong.cell.implementation} of this version of softmax-bench`;
}

function firstRepeated(ids: readonly string[]): string | null {
  const known = new Set<string>();
  for (const id of ids) {
    if (known.has(id)) return id;
    known.add(id);
  }
  return null;
}

function hasItsPasses(outcome: CellOutcome): boolean {
  const measured = samplesOf(outcome);
  if (measured === null) return true;
  if (!isOwn(outcome.cell)) return hasNoPasses(measured);
  const passCount = algorithmOf(outcome.cell.implementation).passes.length;
  const { cell, passDurationsNs } = measured;
  return (
    cell.id === outcome.cell.id &&
    cell.variants.length === passCount &&
    (passDurationsNs?.length ?? passCount) === passCount
  );
}

/** Nobody can read a clock between the passes of an external implementation. */
function hasNoPasses({ cell, passDurationsNs }: MeasuredOutcome): boolean {
  return cell.variants.length === 0 && passDurationsNs === null;
}

/** Whether a plan says what the implementation of an external cell is. */
function isDeclared({ implementation, operation }: Cell, externals: readonly External[]): boolean {
  return externals.some(
    ({ id, operations }) =>
      id === implementation && operations.some((own) => own.operation === operation),
  );
}

/** Of bounded length, however deep the value is nested. */
function shortJson(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? value.slice(0, longestValue) : value;
  return printable(JSON.stringify(text), longestValue);
}
