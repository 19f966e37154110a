import { join } from 'node:path';
import { expect } from 'vitest';

import type { ResultDocument } from '../model/result.js';
import { readRun } from '../run/stored-run.js';
import { resultFileName, writeDocument } from '../storage/store.js';
import { startRun } from './run-process.js';

/** Starts `run --resume`, and waits for its end. Reports take longer than the few rounds that are left. */
export async function resume(out: string, { writesReports = false } = {}) {
  return await startRun(['--resume', out, ...(writesReports ? [] : ['--no-reports'])]).end;
}

/** Plans 3 rounds more for an interrupted run of endless rounds; returns how many that are in all. */
export function shorten(out: string): number {
  const document = readRun(out);
  const rounds = roundsOf(document) + 3;
  const config = { ...document.plan.config, rounds: { minimum: rounds, maximum: rounds } };
  const plan = { ...document.plan, config };
  writeDocument(join(out, resultFileName), { ...document, plan });
  return rounds;
}

/** How many rounds were begun. */
function roundsOf({ outcomes }: ResultDocument): number {
  const counts = outcomes.map((outcome) =>
    outcome.status === 'measured' ? new Set(outcome.rounds).size : 0,
  );
  return Math.max(0, ...counts);
}

/** The samples of each cell, and that nothing is missing after so many rounds. */
export function expectComplete(document: ResultDocument, rounds: number): void {
  expect(document.finishedAtUtc).not.toBeNull();
  expect(document.outcomes.map(({ cell }) => cell)).toEqual(document.plan.cells);
  for (const outcome of document.outcomes) {
    if (outcome.status !== 'measured') throw new Error(`${outcome.cell.id}: ${outcome.status}`);
    // A round that was begun before an interruption is not counted as one of all cells.
    const roundCount = new Set(outcome.rounds).size;
    expect([rounds, rounds + 1]).toContain(roundCount);
    expect(outcome.stopReason).not.toBe('interrupted');
  }
}

/** That a round was finished. */
export function expectAllVisited({ plan, outcomes }: ResultDocument): void {
  expect(outcomes.map(({ cell }) => cell)).toEqual(plan.cells);
}

/** That what was on disk is the beginning of what is there now. */
export function expectContinued(before: ResultDocument | null, after: ResultDocument): void {
  const cells = new Map(after.outcomes.map((outcome) => [outcome.cell.id, outcome]));
  for (const outcome of before?.outcomes ?? []) {
    const continued = cells.get(outcome.cell.id);
    if (outcome.status !== 'measured' || continued?.status !== 'measured') {
      throw new Error(`${outcome.cell.id} is not measured any more`);
    }
    const count = outcome.durationsNs.length;
    expect(continued.durationsNs.slice(0, count)).toEqual(outcome.durationsNs);
  }
}
