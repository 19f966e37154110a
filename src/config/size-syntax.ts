import { SoftmaxBenchError } from '../errors.js';
import { elementBytesOf, oneRow } from '../model/problem.js';
import { maxElementCount } from '../model/run-config.js';
import { bothReadings, parseBinaryNumber } from './binary-number.js';

const maxPointsPerOctave = 16;

/**
 * Element counts from a comma list of single counts (`1000`, `1e6`, `64Ki`, `1.5Mi`) and ranges: `4Ki..1Mi`
 * doubles from the first to the last, `4Ki..1Mi:4` takes four steps to each doubling. Both ends of
 * a range are always part of it. The counts come in the order written, duplicates included.
 * @throws SoftmaxBenchError that names the offending part of the text, with both readings of an ambiguous unit.
 */
export function parseSizes(text: string): number[] {
  return text.split(',').flatMap((part) => parsePart(part.trim()));
}

function parsePart(part: string): number[] {
  const readings = bothReadings(part);
  if (readings !== null) throw sizeError(part, `${readings}?`);
  const range = /^(.+?)\.\.([^:]+)(?::(.*))?$/.exec(part);
  if (range === null) return [parseCount(part, part)];
  const [, firstText = '', lastText = '', pointsText = '1'] = range;
  const first = parseCount(firstText, part);
  const last = parseCount(lastText, part);
  const pointsPerOctave = Number(pointsText);
  if (!isPointsPerOctave(pointsText)) {
    throw sizeError(
      part,
      `expected 1 to ${maxPointsPerOctave} steps to a doubling after the colon, got "${pointsText}"`,
    );
  }
  if (first > last) {
    throw sizeError(part, 'the range is reversed, expected the smaller count first');
  }
  return geometricRange(first, last, pointsPerOctave);
}

function isPointsPerOctave(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= maxPointsPerOctave;
}

function geometricRange(first: number, last: number, pointsPerOctave: number): number[] {
  const counts: number[] = [];
  for (let step = 0; ; step += 1) {
    const count = Math.round(first * 2 ** (step / pointsPerOctave));
    if (count >= last) return [...counts, last];
    // Steps closer than one element round to the same count.
    if (count !== counts.at(-1)) counts.push(count);
  }
}

function parseCount(text: string, part: string): number {
  const count = parseBinaryNumber(text.trim());
  const inRange = text.trim() === part ? '' : `, got "${text.trim()}"`;
  if (count === null) {
    throw sizeError(
      part,
      elementsOrBytes(text.trim()) ??
        `expected element counts such as 1000, 64Ki, 1.5Mi or 4Ki..1Mi (Ki, Mi, Gi: powers of 1024)${inRange}`,
    );
  }
  if (count < 1) throw sizeError(part, `an element count is at least 1${inRange}`);
  if (count > maxElementCount) {
    throw sizeError(part, `an element count is at most ${maxElementCount} (4Gi)${inRange}`);
  }
  if (!Number.isInteger(count)) {
    throw sizeError(part, `expected a whole number of elements${inRange}`);
  }
  return count;
}

/** Both readings of a count with the unit of bytes, such as `64KiB`; null without it. */
function elementsOrBytes(text: string): string | null {
  const count = /[\di] ?B$/i.test(text) ? text.replace(/ ?B$/i, '') : '';
  const value = parseBinaryNumber(count);
  if (value === null) return null;
  const ofBytes = value / elementBytesOf(oneRow(1));
  return `${count} elements or ${ofBytes} elements (${text} of float32)?`;
}

function sizeError(part: string, problem: string): SoftmaxBenchError {
  return new SoftmaxBenchError(`size "${part}": ${problem}`);
}
