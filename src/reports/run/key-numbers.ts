import type { Analysis } from '../../analysis/analysis.js';
import type { BreakEven } from '../../analysis/study/study-schema.js';
import { problemPhrase, problemText } from '../../model/problem-text.js';
import { formatPercent, formatRatio } from '../../units.js';
import { gigabytes, intervalText } from '../shared/cell-text.js';
import { threadsText } from '../shared/threads-text.js';
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
  const { subject, answer } = analysis;
  if (subject === null) return [];
  return [
    gainNumber(analysis),
    // Of shapes the length of the rows decides, which the answer says.
    ...(analysis.batches === null
      ? [breakEvenNumber(answer.breakEven, analysis.study.headline)]
      : []),
    ...(subject.outOfCacheProblem === null ? [] : [bandwidthNumber(analysis)]),
    qualityNumber(analysis),
  ];
}

/** Of what to ship at the largest sizes, with the headline where that is another one. */
function gainNumber({ answer, study }: Analysis): KeyNumber {
  const gain = answer.headlineGain;
  const shipped = answer.states[0]?.ranges.at(-1)?.gain ?? null;
  if (shipped !== null && shipped.interval !== null && shipped.implementation !== study.headline) {
    const headline =
      gain?.interval == null
        ? ''
        : `; ${study.headline} ${formatRatio(gain.ratio)} [${intervalText(gain.interval)}]`;
    return {
      label: `${shipped.implementation} over ${study.rivalsLabel}`,
      value: formatRatio(shipped.ratio),
      note: `95% CI ${intervalText(shipped.interval)}${headline}`,
    };
  }
  const label = `${study.headline} over ${study.rivalsLabel}`;
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

function breakEvenNumber(
  { kind, lowProblem, highProblem }: BreakEven,
  headline: string,
): KeyNumber {
  const sizes = [lowProblem, highProblem].flatMap((problem) =>
    problem === null ? [] : [problemText(problem)],
  );
  return sizes.length === 2
    ? {
        label: 'break-even',
        value: sizes.join(' to '),
        note: kind === 'several changes' ? `elements; ${kind}` : `elements; ${headline} ${kind}`,
      }
    : {
        label: 'break-even',
        value: sizes.length > 0 ? `from ${sizes.join()}` : isUnknown(kind) ? '-' : 'none',
        note: `${headline}: ${kind}`,
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

function qualityNumber({ answer }: Analysis): KeyNumber {
  const { headlineHalfWidth, reachedCount, cellCount } = answer.trust;
  return {
    label: 'quality',
    value:
      headlineHalfWidth === null
        ? '-'
        : `±${formatPercent(Number(headlineHalfWidth.toPrecision(2)))}`,
    note: `at the headline; ${reachedCount} of ${cellCount} configurations within target`,
  };
}
