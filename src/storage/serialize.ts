import type { ResultDocument } from '../model/result.js';

/**
 * The document as JSON with one line for each top-level key, planned cell and outcome: as quick to
 * write as compact JSON, and a diff of two documents names the cell.
 */
export function serializeDocument(document: ResultDocument): string {
  const { plan, outcomes, ...head } = document;
  const lines = Object.entries(head).map(([key, value]) => `"${key}":${JSON.stringify(value)}`);
  const { cells, ...planHead } = plan;
  const planText = `{${Object.entries(planHead)
    .map(([key, value]) => `"${key}":${JSON.stringify(value)}`)
    .join(',')},"cells":${lineArray(cells)}}`;
  return `{\n${[...lines, `"plan":${planText}`, `"outcomes":${lineArray(outcomes)}`].join(',\n')}\n}\n`;
}

function lineArray(values: readonly unknown[]): string {
  if (values.length === 0) return '[]';
  return `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]`;
}
