import { SoftmaxBenchError } from '../errors.js';
import { oneRow, spanElementsOf, type Problem } from '../model/problem.js';
import { maxElementCount } from '../model/run-config.js';
import { bothReadings, parseBinaryNumber } from './binary-number.js';
import { suggestion } from './closest-match.js';
import { shapePresets } from './shape-presets.js';

/** Shapes that belong together, and whether the text named each of them. */
export interface ParsedShapes {
  readonly problems: readonly Problem[];
  /** False for what a preset stands for: of that a run may leave out what is too large. */
  readonly isNamed: boolean;
}

/**
 * One item of a list of shapes: `512x128256` (rows x columns), `512x128256:128320` (each row that many elements behind
 * the one before), or the name of a preset. Counts are written as in `parseSizes`.
 * @throws SoftmaxBenchError in one line that names the text, with both readings where it has two.
 */
export function parseShape(text: string): ParsedShapes {
  const preset = Object.hasOwn(shapePresets, text) ? shapePresets[text] : undefined;
  if (preset === undefined) return { problems: [parseProblemText(text)], isNamed: true };
  return { problems: preset.shapes.map(parseProblemText), isNamed: false };
}

const example = 'such as 512x128256';

function parseProblemText(text: string): Problem {
  const readings = bothReadings(text.replace(/[x×*:]/gi, ' $& '))?.replaceAll(/ ([x×*:]) /gi, '$1');
  if (readings !== undefined) throw shapeError(text, `${readings}?`);
  const match = /^([^x×*:]+)[x×*]([^x×*:]+)(?::(.*))?$/i.exec(text);
  if (match === null) throw shapeError(text, noShapeProblem(text));
  const [, rowsText = '', columnsText = '', strideText] = match;
  const rows = countOf(rowsText, text);
  const columns = countOf(columnsText, text);
  const stride = strideText === undefined ? columns : countOf(strideText, text);
  if (stride < columns) {
    const row = `rows of ${columns} elements every ${stride} elements would lie over each other`;
    throw shapeError(text, `${row}: expected a stride of ${columns} or more behind the colon`);
  }
  const problem = { ...oneRow(columns), rows };
  const strided =
    stride === columns || rows === 1 ? problem : { ...problem, rowStrideElements: stride };
  if (spanElementsOf(strided) > maxElementCount) {
    throw shapeError(text, `an array has at most ${maxElementCount} elements (4Gi)`);
  }
  return strided;
}

function noShapeProblem(text: string): string {
  const count = parseBinaryNumber(text);
  if (count !== null) return `1x${text} (one row) or ${text}x1 (one column)?`;
  const names = Object.keys(shapePresets);
  const known = `expected rows x columns ${example}, or ${names.join(', ')}`;
  return known + (/^[a-z]+$/i.test(text) ? suggestion(text, names) : '');
}

function countOf(text: string, shape: string): number {
  const count = parseBinaryNumber(text.trim());
  if (count !== null && Number.isInteger(count) && count >= 1) return count;
  throw shapeError(shape, `expected whole counts of at least 1 ${example}, got "${text.trim()}"`);
}

function shapeError(text: string, problem: string): SoftmaxBenchError {
  return new SoftmaxBenchError(`shape "${text}": ${problem}`);
}
