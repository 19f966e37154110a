import type { z } from 'zod';

import { compiledOnce } from '../model/compiled.js';
import { escapeTexts } from '../storage/escape-texts.js';
import {
  pointCountOf,
  runHeadSchema,
  sweepFactsSchema,
  sweepLayoutSchema,
  type ReducedRun,
  type ReducedSweep,
  type RunHead,
  type SweepLayout,
  type SweepNumbers,
} from './compared-run.js';

/** What does not fit; the message is one clause that names the field. */
export class StoredRunError extends Error {}

/** The parts of a sweep that are stored apart: runs of one plan differ in the facts and numbers alone. */
export interface StoredSweep {
  readonly facts: Omit<ReducedSweep, 'layout' | keyof SweepNumbers>;
  readonly layout: SweepLayout;
  /** Of `SweepNumbers`, one column after the other: little-endian 32-bit numbers in Base64. */
  readonly numbers: string;
}

/** The sweep as JSON can hold it. */
export function storedSweep(sweep: ReducedSweep): StoredSweep {
  const { layout, values, lows, highs, ...facts } = sweep;
  const all = [...values, ...lows, ...highs];
  const bytes = Buffer.alloc(all.length * bytesOfNumber);
  all.forEach((value, index) => bytes.writeFloatLE(value, index * bytesOfNumber));
  return { facts, layout, numbers: bytes.toString('base64') };
}

/** The run without its sweeps. */
export function headOf(reduced: ReducedRun): RunHead {
  const { run, machine, input, denormals, workspaces, externals, failed } = reduced;
  return { run, machine, input, denormals, workspaces, externals, failed };
}

/** Checks parsed JSON and escapes its texts in place. @throws StoredRunError */
export const readHead: (json: unknown) => RunHead = readerOf(runHeadSchema);
/** As `readHead`. */
export const readLayout: (json: unknown) => SweepLayout = readerOf(sweepLayoutSchema);
const readFacts = readerOf(sweepFactsSchema);

/** The sweep of stored parts, of which the layout was read before. @throws StoredRunError */
export function readSweep(facts: unknown, layout: SweepLayout, numbers: string): ReducedSweep {
  // Not a spread: see "Object.assign" in CONTRIBUTING.
  return Object.assign({}, readFacts(facts), { layout }, numbersOf(numbers, pointCountOf(layout)));
}

const bytesOfNumber = Float32Array.BYTES_PER_ELEMENT;

function numbersOf(text: string, pointCount: number): SweepNumbers {
  const bytes = Buffer.from(text, 'base64');
  const count = 3 * pointCount;
  if (bytes.length !== count * bytesOfNumber) {
    throw new StoredRunError(`numbers: expected ${count} of them`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const all = new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    const value = view.getFloat32(index * bytesOfNumber, true);
    const isUnknown = index >= pointCount && Number.isNaN(value);
    if (!isUnknown && !(value > 0 && value < Infinity)) {
      throw new StoredRunError(`numbers: expected a positive number, got ${value}`);
    }
    all[index] = value;
  }
  return {
    values: all.subarray(0, pointCount),
    lows: all.subarray(pointCount, 2 * pointCount),
    highs: all.subarray(2 * pointCount),
  };
}

function readerOf<Schema extends z.ZodType>(schema: Schema): (json: unknown) => z.input<Schema> {
  const compiled = compiledOnce(schema);
  return (json) => {
    // Not parsed, which would copy every array.
    if (!compiled().validate(json)) {
      // As `validate` does, it ends with the first problem.
      const context = { reportInput: true, abortEarly: true };
      const [issue] = schema.safeParse(json, context).error!.issues;
      const place = issue!.path.map(String).join('.') || 'at the top';
      throw new StoredRunError(`${place}: ${issue!.message}`);
    }
    escapeTexts(json as object);
    return json;
  };
}
