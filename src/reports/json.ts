import type { Analysis } from '../analysis/analysis.js';

/** The analysis as JSON that `schemas/analysis.schema.json` describes. Ends with a line break. */
export function renderJson(analysis: Analysis): string {
  return `${JSON.stringify(analysis, null, 2)}\n`;
}
