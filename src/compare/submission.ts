import { analyzeCells, outlineRun } from '../analysis/analyze.js';
import type { ResultDocument } from '../model/result.js';
import { areAllowedErrors } from '../softmax/operations.js';
import { formatGigabytesPerSecond, formatPercent } from '../units.js';

/** A submitted result whose schema is right. */
export interface Submission {
  /** The file as it is: names may hide in any field. */
  readonly text: string;
  readonly document: ResultDocument;
}

/** Names of the computer and the user who submits, which must not be in the file. */
export interface PrivateNames {
  readonly hostName: string;
  readonly userName: string;
}

/** Shorter names are parts of ordinary words. */
const shortestName = 4;

/** Names that say nothing of who has them. */
const commonNames = new Set(['localhost', 'root', 'user', 'ubuntu', 'debian', 'admin', 'runner']);

/** With more A/A noise than this, the figures are too unsteady to keep. */
const largestNoise = 0.1;

/** No CPU moves less, 1 MB/s, or more, 10 TB/s in the innermost cache. */
const slowestBytesPerSecond = 1e6;
const fastestBytesPerSecond = 1e13;

/** What speaks against keeping the result, a sentence each; empty for a good one. */
export function problemsOfSubmission(
  { text, document }: Submission,
  names: PrivateNames,
): readonly string[] {
  const { cells, impossible } = analyzeCells(document);
  const { floors } = outlineRun(document);
  const problems: string[] = [];
  if (cells.length === 0) problems.push('No cell was measured.');
  if (document.finishedAtUtc === null) problems.push('The run was interrupted.');
  const unverified = document.outcomes.filter(
    ({ cell, ...outcome }) =>
      outcome.status === 'measured' &&
      !areAllowedErrors(cell.operation, cell.problem.columns, outcome.verification),
  );
  if (unverified.length > 0) {
    problems.push(
      `${unverified.length} cells have no verification or errors that it does not allow, ${unverified[0]!.cell.id} first.`,
    );
  }
  const failedCount = document.outcomes.filter(({ status }) => status === 'failed').length;
  if (failedCount > 0) problems.push(`${failedCount} cells failed.`);
  problems.push(...privacyProblems(text, names));
  const implausible = cells.find(
    ({ passBytesPerSecond }) =>
      passBytesPerSecond < slowestBytesPerSecond || passBytesPerSecond > fastestBytesPerSecond,
  );
  if (implausible !== undefined) {
    problems.push(
      `${implausible.id} moves ${formatGigabytesPerSecond(implausible.passBytesPerSecond)}, which no CPU does.`,
    );
  }
  if (impossible.length > 0) {
    problems.push(
      `${impossible.length === 1 ? 'One figure' : `${impossible.length} figures`} cannot be true: ${impossible[0]!.explanation}`,
    );
  }
  // The oldest reference was measured before there were A/A controls and build ids, and is kept.
  const mayHaveControls = document.tool.buildId !== null;
  if (cells.length > 0 && floors.length === 0 && mayHaveControls) {
    problems.push('There is no A/A control, so the noise of the machine is unknown.');
  }
  const noise = Math.max(1, ...floors.map(({ floorRatio }) => floorRatio)) - 1;
  if (noise > largestNoise) {
    problems.push(
      `A/A noise of ${formatPercent(noise)} is more than ${formatPercent(largestNoise)}: measure again on a quieter machine.`,
    );
  }
  return problems;
}

/** What of the text tells who or where, a sentence each. */
export function privacyProblems(
  text: string,
  { hostName, userName }: PrivateNames,
): readonly string[] {
  const holds = (name: string): boolean =>
    name.length >= shortestName &&
    !commonNames.has(name.toLowerCase()) &&
    text.toLowerCase().includes(name.toLowerCase());
  return [
    ...(holds(hostName) ? ['It holds the host name of this computer.'] : []),
    ...(holds(userName) ? ['It holds the user name of this computer.'] : []),
    ...(/[/\\](?:home|Users)[/\\]+[^/\\"\s]+/.test(text)
      ? ['It holds the path of a home folder.']
      : []),
    ...(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i.test(text) ? ['It holds an e-mail address.'] : []),
  ];
}
