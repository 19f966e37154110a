import type { Analysis } from '../../analysis/analysis.js';
import { isSameGroup } from '../../analysis/cells/sweeps.js';
import { nameOf } from '../figures/group-name.js';
import { problemLines } from '../shared/problem-list.js';
import { machineFacts, protocolFacts, type Fact } from './facts.js';
import { claimTable } from './claim-table.js';
import type { ContentTable } from '../shared/content-table.js';
import { outOfCacheTables } from './out-of-cache-table.js';
import { passTables } from './pass-table.js';
import { roundsTable } from './rounds-table.js';
import { sizeTables } from './size-table.js';
import { steadinessFacts } from './steadiness-facts.js';

/** What a written report says, in the order in which it says it; Markdown and HTML differ in markup only. */
export interface Content {
  readonly title: string;
  readonly answer: readonly [string, string];
  readonly machine: readonly Fact[];
  readonly protocol: readonly Fact[];
  /** How good the numbers are. */
  readonly steadiness: readonly Fact[];
  readonly warnings: readonly string[];
  /** Sentences on caches and stores. */
  readonly findings: readonly string[];
  /** What the figures of one group show, and what else could be shown; empty for a single group. */
  readonly figureNote: string;
  readonly tables: readonly ContentTable[];
  /** Impossible figures, and cells that were not measured with their reasons. */
  readonly doubts: readonly string[];
}

const shownImpossibleCount = 10;

/** The words and numbers of a written report. Strings of the document are in it as they are. */
export function contentOf(analysis: Analysis): Content {
  const { warnings } = analysis;
  const findings = [
    analysis.caches.explanation,
    ...analysis.writeAllocateProbes.map(({ target, explanation }) => `${target}: ${explanation}`),
  ];
  return {
    title: `Softmax on ${analysis.machine.cpuModel}`,
    answer: analysis.answer,
    machine: machineFacts(analysis.machine),
    protocol: protocolFacts(analysis),
    steadiness: steadinessFacts(analysis),
    warnings,
    findings: findings.filter((finding) => !warnings.includes(finding)),
    figureNote: figureNoteOf(analysis),
    tables: [
      claimTable(analysis),
      ...[roundsTable(analysis) ?? []].flat(),
      ...outOfCacheTables(analysis),
      ...passTables(analysis),
      ...sizeTables(analysis),
    ].filter(({ rows }) => rows.length > 0),
    doubts: [...impossibleLines(analysis), ...problemLines(analysis.problems)],
  };
}

function figureNoteOf({ subject, groups }: Analysis): string {
  const others = groups.filter((group) => subject !== null && !isSameGroup(group, subject));
  if (subject === null || others.length === 0) return '';
  return (
    `The answer and the figures of a single target are about ${nameOf(subject)}. Measured as well, and in ` +
    `the tables: ${others.map(nameOf).join('; ')}. softmax-bench report --target and --cache-state choose.`
  );
}

function impossibleLines({ impossible }: Analysis): readonly string[] {
  const hiddenCount = impossible.length - shownImpossibleCount;
  return [
    ...impossible.slice(0, shownImpossibleCount).map(({ explanation }) => explanation),
    ...(hiddenCount > 0 ? [`${hiddenCount} more figures are above that limit.`] : []),
  ];
}
