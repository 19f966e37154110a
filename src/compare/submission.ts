import { analyze } from '../analysis/analyze.js';
import type { ResultDocument } from '../model/result.js';
import type { Verification } from '../model/outcome.js';
import { areAllowedErrors } from '../measure/worker/verification.js';
import { algorithmOf } from '../softmax/algorithms.js';
import { formatGigabytesPerSecond, formatPercent } from '../units.js';

/** What a submitted result is asked, beside its schema. */
export interface Submission {
  /** Of the file as it is, in which names may hide in any field. */
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

/** More than this between an algorithm and itself, and the figures are too unsteady to keep. */
const largestFloor = 0.1;

/** Samples below this many bytes a nanosecond or above are no CPU's: 1 MB/s, and 10 TB/s in the innermost cache. */
const slowestBytesPerSecond = 1e6;
const fastestBytesPerSecond = 1e13;

/** What speaks against keeping the result, a sentence each; empty for a good one. */
export function problemsOfSubmission(
  { text, document }: Submission,
  names: PrivateNames,
): readonly string[] {
  const { cells, impossible, noiseFloors } = analyze(document);
  const problems: string[] = [];
  if (cells.length === 0) problems.push('No cell was measured.');
  if (document.finishedAtUtc === null) problems.push('The run was interrupted.');
  const unverified = document.outcomes.filter(
    (outcome) =>
      outcome.status === 'measured' &&
      algorithmOf(outcome.cell.algorithm).computes === 'softmax' &&
      !isVerified(outcome.cell.elementCount, outcome.verification),
  );
  if (unverified.length > 0) {
    problems.push(
      `${unverified.length} softmax cells have no verification or errors that it does not allow, ${unverified[0]!.cell.id} first.`,
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
  // The first version knew neither twins nor build ids; its results are kept.
  const mayHaveTwins = document.tool.buildId !== null;
  if (cells.length > 0 && noiseFloors.length === 0 && mayHaveTwins) {
    problems.push('No algorithm was measured twice, so how steady the machine was is unknown.');
  }
  const floor = Math.max(1, ...noiseFloors.map(({ floorRatio }) => floorRatio)) - 1;
  if (floor > largestFloor) {
    problems.push(
      `An algorithm seemed to differ from itself by ${formatPercent(floor)}, more than ${formatPercent(largestFloor)}: ` +
        'measure again on a quieter machine.',
    );
  }
  return problems;
}

function isVerified(
  elementCount: number,
  { comparedElementCount, maxUlpError, sumError }: Verification,
): boolean {
  if (comparedElementCount === 0 || maxUlpError === null || sumError === null) return false;
  return areAllowedErrors(elementCount, maxUlpError, sumError);
}

function privacyProblems(text: string, { hostName, userName }: PrivateNames): readonly string[] {
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
