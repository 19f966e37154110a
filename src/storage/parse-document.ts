import { z, type core } from 'zod';

import { SoftmaxBenchError, messageOf } from '../errors.js';
import { optionalAxisNames } from '../model/axes.js';
import { resultDocumentSchema, schemaVersion, type ResultDocument } from '../model/result.js';
import { shortList } from '../short-list.js';
import { findAlgorithm } from '../softmax/algorithms.js';
import { printable } from './printable.js';

const shownIssueCount = 5;
const longestIssue = 160;
const longestValue = 40;

/**
 * The document that the bytes of a result file hold; a UTF-8 byte-order mark is accepted.
 * @param path names the file in errors.
 * @throws SoftmaxBenchError, with one line of bounded length, when they are no JSON, are of another
 * schema version, break the schema or name an implementation that this version does not know.
 */
export function parseDocument(path: string, bytes: Uint8Array): ResultDocument {
  const json = parseJson(path, bytes);
  checkVersion(path, json);
  fillAbsentAxes(json);
  // Not parsed, which would copy every array.
  if (!resultDocumentSchema.validate(json)) {
    const { issues } = resultDocumentSchema.safeParse(json, { reportInput: true }).error!;
    throw new SoftmaxBenchError(describeIssues(path, issues));
  }
  const document = json as unknown as ResultDocument;
  checkImplementations(path, document);
  return document;
}

function parseJson(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    // V8 quotes the beginning of the file.
    const problem = printable(messageOf(error), longestIssue);
    throw new SoftmaxBenchError(`${path} is not JSON (${problem}); perhaps it was cut short`);
  }
}

function checkVersion(path: string, json: unknown): void {
  if (typeof json !== 'object' || json === null || !('schemaVersion' in json)) {
    throw new SoftmaxBenchError(`${path} is no result of softmax-bench: it has no schemaVersion`);
  }
  const version = json.schemaVersion;
  if (isOfDevelopment(json)) {
    throw new SoftmaxBenchError(
      `${path} was written by a development version of softmax-bench, before its format was promised; measure again`,
    );
  }
  if (version === schemaVersion) return;
  throw new SoftmaxBenchError(
    typeof version === 'number' && version > schemaVersion
      ? `${path} was written by a newer version of softmax-bench (schemaVersion ${version}, this one reads ${schemaVersion}); update softmax-bench`
      : `${path} has schemaVersion ${shortJson(version)}, expected ${schemaVersion}`,
  );
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

const developmentSchema = z.object({
  plan: z.object({ cells: z.tuple([z.object({ elementCount: z.number() })]).rest(z.unknown()) }),
});

/** Versions 1 to 4 of the development versions had cells with an element count in place of a problem. */
function isOfDevelopment(json: object): boolean {
  return developmentSchema.safeParse(json).success;
}

/** Not a part of the schema, as the model does not know what is implemented. */
function checkImplementations(path: string, { plan, outcomes }: ResultDocument): void {
  const cells = [...plan.cells, ...outcomes.map(({ cell }) => cell)];
  const unknown = cells.find(({ implementation, operation }) => {
    return findAlgorithm(implementation)?.operation !== operation;
  });
  if (unknown === undefined) return;
  const { operation, implementation } = unknown;
  throw new SoftmaxBenchError(
    `${path} holds an implementation that this version of softmax-bench does not know: ` +
      `${shortJson(implementation)} of ${operation}; update softmax-bench`,
  );
}

function describeIssues(path: string, issues: readonly core.$ZodIssue[]): string {
  const shown = shortList(issues, shownIssueCount, (issue) => {
    const got = issue.code === 'unrecognized_keys' ? '' : `, got ${shortJson(issue.input)}`;
    const place = issue.path.map(String).join('.') || 'at the top';
    return printable(`${place}: ${issue.message}${got}`, longestIssue);
  });
  return `${path} breaks the schema of a result: ${shown}`;
}

function shortJson(value: unknown): string {
  return printable(value === undefined ? 'nothing' : JSON.stringify(value), longestValue);
}
