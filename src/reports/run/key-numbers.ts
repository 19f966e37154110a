import type { Analysis } from '../../analysis/analysis.js';
import type { BreakEven } from '../../analysis/study/study-schema.js';
import { problemPhrase, problemText } from '../../model/problem-text.js';
import { formatPercent, formatRatio } from '../../units.js';
import { gigabytes, intervalText } from '../shared/cell-text.js';
import { threadsText } from '../shared/threads-text.js';
import { shownGains, shownHalfWidth, type ShownGain } from './gain-text.js';
import { cellsAt } from './size-table.js';

/** A number large enough to be seen first. */
export interface KeyNumber {
  readonly label: string;
  readonly value: string;
  /** The conditions, and its interval. */
  readonly note: string;
}

/** The four numbers that the answer stands on; those that are not known say so. */
export function keyNumbers(analysis: Analysis): readonly KeyNumber[] {
  const { subject } = analysis;
  if (subject === null) return [];
  const [shown] = shownGains(analysis);
  return [
    gainNumber(shown, analysis),
    // Of shapes the length of the rows decides, which the answer says.
    ...(analysis.batches === null ? [breakEvenNumber(shown)] : []),
    ...(subject.outOfCacheProblem === null ? [] : [bandwidthNumber(analysis)]),
    qualityNumber(analysis),
  ];
}

function gainNumber({ implementation, gain }: ShownGain, { study }: Analysis): KeyNumber {
  const label = `${implementation} over ${study.rivalsLabel}`;
  if (gain === null) return { label, value: '-', note: 'not measured out of cache' };
  const size = problemPhrase(gain.problem);
  return gain.interval === null
    ? { label, value: '-', note: `${size}; too few rounds` }
    : {
        label,
        value: formatRatio(gain.ratio),
        note: `95% CI ${intervalText(gain.interval)}; ${size}`,
      };
}

function breakEvenNumber({ implementation, breakEven }: ShownGain): KeyNumber {
  const { kind, lowProblem, highProblem } = breakEven;
  const label = `break-even of ${implementation}`;
  const sizes = [lowProblem, highProblem].flatMap((problem) =>
    problem === null ? [] : [problemText(problem)],
  );
  return sizes.length === 2
    ? { label, value: sizes.join(' to '), note: `elements; ${kind}` }
    : {
        label,
        value: sizes.length > 0 ? `from ${sizes.join()}` : isUnknown(kind) ? '-' : 'none',
        note: kind,
      };
}

function isUnknown(kind: BreakEven['kind']): boolean {
  return kind === 'not tested' || kind === 'undecided';
}

/** Of the baselines at the size of the headline. */
function bandwidthNumber(analysis: Analysis): KeyNumber {
  const subject = analysis.subject!;
  const cells = cellsAt(analysis, subject, subject.outOfCacheProblem!);
  const textOf = (id: string): string =>
    gigabytes(
      cells.find(({ implementation }) => implementation === id)?.passBytesPerSecond ?? null,
    );
  return {
    label: 'read / copy bandwidth',
    value: `${textOf('read')} / ${textOf('copy')} GB/s`,
    note: `${subject.threadCount === 1 ? 'one thread' : threadsText(subject)}, out of cache`,
  };
}

function qualityNumber(analysis: Analysis): KeyNumber {
  const { reachedCount, cellCount } = analysis.answer.trust;
  const { implementation, share } = shownHalfWidth(analysis);
  return {
    label: `half-width of ${implementation}`,
    value: share === null ? '-' : `±${formatPercent(Number(share.toPrecision(2)))}`,
    note: `of its gain; ${reachedCount} of ${cellCount} configurations within target`,
  };
}
