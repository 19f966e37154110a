import { shortList } from '../../short-list.js';
import type { Analysis } from '../../analysis/analysis.js';
import { groupBy } from '../../model/group-by.js';
import { isSameSweep } from '../../model/axes.js';
import { formatRatio } from '../../units.js';
import { intervalText, numbers, ratioText, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { hiddenSweepsNote, shownSweeps } from '../shared/shown-sweeps.js';
import { isIn, sweepName } from '../shared/sweep-name.js';
import { answerParts, answerSubject, type AnswerPart } from './answer-lines.js';
import { batchTables } from './batch-tables.js';
import { externalTables } from './external-tables.js';
import { machineFacts, protocolFacts, type Fact } from './facts.js';
import { roundsTable } from './rounds-table.js';
import { steadinessFacts } from './steadiness-facts.js';
import { stateWinnerLines } from './state-winner-lines.js';
import { threadTables, writtenFormat } from './thread-tables.js';
import { unmeasuredLines } from './unmeasured-lines.js';
import { variantTables } from './variant-tables.js';
import { outOfCacheTables, passTables, timeTables } from './written-tables.js';

/** The tables of a report by what they are about; none without rows. */
interface ContentTables {
  readonly claims: readonly ContentTable[];
  readonly rounds: readonly ContentTable[];
  readonly outOfCache: readonly ContentTable[];
  readonly passes: readonly ContentTable[];
  readonly threads: readonly ContentTable[];
  readonly externals: readonly ContentTable[];
  readonly variants: readonly ContentTable[];
  readonly batches: readonly ContentTable[];
  readonly times: readonly ContentTable[];
}

/** What a written report says, in its order; Markdown and HTML differ in markup only. */
export interface Content {
  readonly title: string;
  /** What the answer is about. */
  readonly subject: string;
  readonly answer: readonly AnswerPart[];
  readonly machine: readonly Fact[];
  readonly protocol: readonly Fact[];
  /** How good the numbers are. */
  readonly steadiness: readonly Fact[];
  readonly warnings: readonly string[];
  /** Sentences on caches and stores. */
  readonly findings: readonly string[];
  /** What the figures show, and what other reports of the result would; empty when nothing else was measured. */
  readonly figureNote: string;
  readonly tables: ContentTables;
  /** Impossible figures, and cells that were not measured with their reasons. */
  readonly gaps: readonly string[];
}

const shownImpossibleCount = 10;

/** The words and numbers of a written report. Strings of the document are in it as they are. */
export function contentOf(analysis: Analysis): Content {
  return {
    title: titleOf(analysis),
    subject: answerSubject(analysis),
    answer: answerParts(analysis),
    machine: machineFacts(analysis.machine),
    protocol: protocolFacts(analysis),
    steadiness: steadinessFacts(analysis),
    warnings: analysis.warnings,
    findings: findingsOf(analysis),
    figureNote: figureNoteOf(analysis),
    tables: {
      claims: filled([claimTable(analysis)]),
      rounds: filled([roundsTable(analysis) ?? []].flat()),
      outOfCache: filled(outOfCacheTables(analysis)),
      passes: filled(passTables(analysis)),
      threads: filled(threadTables(analysis, writtenFormat)),
      externals: filled(externalTables(analysis, true)),
      variants: filled(variantTables(analysis)),
      batches: filled(batchTables(analysis)),
      times: filled(timeTables(analysis)),
    },
    gaps: [...impossibleLines(analysis), ...unmeasuredLines(analysis.unmeasured)],
  };
}

function filled(tables: readonly ContentTable[]): readonly ContentTable[] {
  return tables.filter(({ rows }) => rows.length > 0);
}

/** Tells pages of machines with the same CPU apart, and of runs on one machine. */
function titleOf({ study, machine, run }: Analysis): string {
  const { operation } = study;
  const started = run.startedAtUtc.slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ');
  return [
    `${operation.charAt(0).toUpperCase()}${operation.slice(1)} on ${run.label ?? machine.cpuModel}`,
    `${machine.logicalCpuCount} CPUs`,
    `${started} UTC`,
  ].join(', ');
}

/** The sentences that are not among the warnings, with the sweeps that each is about unless it is about all. */
function findingsOf(analysis: Analysis): readonly string[] {
  const { sweeps, writeAllocateProbes, warnings, stateWinners } = analysis;
  const shown = shownSweeps(analysis);
  const findings = [
    ...shown.map((sweep) => ({ sweep, text: sweep.caches.explanation })),
    ...writeAllocateProbes
      .filter((probe) => shown.some(isIn(probe)))
      .map((probe) => ({ sweep: probe, text: probe.explanation })),
  ].filter(({ text }) => !warnings.includes(text));
  const texts = [...groupBy(findings, ({ text }) => text)].map(([text, own]) => {
    const names = own.map(({ sweep }) => sweepName(sweep, sweeps));
    return own.length === shown.length ? text : `${names.join('; ')}: ${text}`;
  });
  return [...texts, ...stateWinnerLines(stateWinners)];
}

/** Of more sweeps the number is given. */
const namedSweeps = 20;

function figureNoteOf(analysis: Analysis): string {
  const { subject, sweeps, study } = analysis;
  const notes: string[] = [];
  const others = shownSweeps(analysis).filter(
    (sweep) => subject !== null && !isSameSweep(sweep, subject),
  );
  if (subject !== null && others.length > 0) {
    const names = shortList(others, namedSweeps, (sweep) => sweepName(sweep, sweeps));
    const differs = (name: 'threadCount' | 'profile'): boolean =>
      others.some((other) => other[name] !== subject[name]);
    const flags = [
      ...['--target', '--cache-state'],
      ...(differs('threadCount') ? ['--threads', '--placement', '--scaling'] : []),
      ...(differs('profile') ? ['--variants'] : []),
    ].join(', ');
    notes.push(
      `The answer and the figures are about ${sweepName(subject, sweeps)}. The tables also show ` +
        `${names}. Select with softmax-bench report ${flags} and --pages.`,
    );
  }
  if (study.otherStudies.length > 0) {
    const ids = study.otherStudies.join(', ');
    notes.push(`Other studies of this result: ${ids}. Select with softmax-bench report --study.`);
  }
  return [...notes, hiddenSweepsNote(analysis)].filter((note) => note !== '').join(' ');
}

function claimTable({ study, claims }: Analysis): ContentTable {
  return {
    title: claimsTitle(study),
    note: `Speed of ${study.headline} over ${study.rivalsLabel}, as claimed and as measured here.`,
    columns: [
      ...words('claim'),
      ...numbers('claimed', 'measured', '95% CI'),
      ...words('outcome', 'why'),
    ],
    rows: claims.map(({ claim, origin, claimedRatio, measured, outcome, reason }) => [
      origin === 'stated' ? claim : `${claim} (a bound by this tool)`,
      formatRatio(claimedRatio ?? Number.NaN),
      ratioText(measured),
      intervalText(measured?.interval),
      outcome,
      reason,
    ]),
  };
}

/** The heading of the claims. */
export function claimsTitle({ claimsSource }: Analysis['study']): string {
  return `Claims of ${claimsSource ?? 'this study'}`;
}

function impossibleLines({ impossible }: Analysis): readonly string[] {
  const hiddenCount = impossible.length - shownImpossibleCount;
  return [
    ...impossible.slice(0, shownImpossibleCount).map(({ explanation }) => explanation),
    ...(hiddenCount > 0 ? [`${hiddenCount} more figures are above that limit.`] : []),
  ];
}
