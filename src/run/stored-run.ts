import * as z from 'zod';

import { CellRecord } from '../measure/cell-record.js';
import { sampledVisitSchema, type SampledVisit } from '../measure/protocol/visit-result.js';
import type { Cell } from '../model/cell.js';
import type { ResultDocument } from '../model/result.js';
import { readJournal } from '../storage/journal.js';
import { findDocument, readDocument } from '../storage/store.js';

/** One visit, as a line of a journal. */
const entrySchema = z.strictObject({
  /** When the run started, which tells its lines from those of a run before it. */
  startedAtUtc: z.string(),
  cellId: z.string(),
  process: z.int().nonnegative(),
  visit: sampledVisitSchema,
});

/** The line of a journal for one visit. */
export function journalLine(
  { startedAtUtc }: Pick<ResultDocument, 'startedAtUtc'>,
  { id }: Cell,
  process: number,
  visit: SampledVisit,
): string {
  return JSON.stringify({ startedAtUtc, cellId: id, process, visit });
}

/**
 * The run in a folder, with what was measured after its document was written last, if it was killed.
 * @throws SoftmaxBenchError as `readDocument`.
 */
export function readRun(folder: string): ResultDocument {
  return withJournal(readDocument(folder), readJournal(folder));
}

/** The same; null where there is no run. @throws SoftmaxBenchError as `findDocument`. */
export function findRun(folder: string): ResultDocument | null {
  const document = findDocument(folder);
  return document === null ? null : withJournal(document, readJournal(folder));
}

/** The document with the visits of the lines that it lacks. Lines that are no visits of its run count for nothing. */
export function withJournal(document: ResultDocument, lines: readonly string[]): ResultDocument {
  if (document.finishedAtUtc !== null) return document;
  const outcomes = new Map(document.outcomes.map((outcome) => [outcome.cell.id, outcome]));
  const cells = new Map(document.plan.cells.map((cell) => [cell.id, cell]));
  const records = new Map<string, CellRecord>();
  for (const line of lines) {
    const entry = parseLine(line);
    const cell = cells.get(entry?.cellId ?? '');
    if (entry === null || cell === undefined) continue;
    if (entry.startedAtUtc !== document.startedAtUtc) continue;
    const record = records.get(cell.id) ?? new CellRecord(cell, outcomes.get(cell.id) ?? null);
    records.set(cell.id, record);
    if (!record.hasRound(entry.visit.noise.round)) record.add(entry.visit, entry.process);
  }
  for (const [id, record] of records) {
    const outcome = record.outcome();
    if (outcome !== null) outcomes.set(id, outcome);
  }
  // As a run writes them: in the order of the plan, before what it leaves out.
  const planned = document.plan.cells.flatMap(({ id }) => outcomes.get(id) ?? []);
  const others = document.outcomes.filter(({ cell }) => !cells.has(cell.id));
  return { ...document, outcomes: [...planned, ...others] };
}

function parseLine(line: string): z.infer<typeof entrySchema> | null {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    // The last line of a process that was killed, or of a full disk.
    return null;
  }
}
