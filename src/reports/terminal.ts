import type { RunSummary, SummaryGroup } from '../analysis/summary.js';
import type { TwoPassGain } from '../analysis/two-pass-gain.js';
import type { CacheState } from '../config/vocabulary.js';
import { formatBytes, formatCount, formatRatio } from '../units.js';
import { shortAlgorithmName } from './algorithm-name.js';
import { algorithmTable } from './algorithm-table.js';
import { problemLines } from './problem-list.js';
import { wrapText } from './prose.js';
import { sizeTables } from './size-tables.js';

/** How the table is shown. Tables need 80 columns; text is wrapped to `columns`. */
export interface TerminalOptions {
  readonly columns: number;
  /** Emphasis by ANSI escapes. */
  readonly color: boolean;
}

const cacheStateTexts: Readonly<Record<CacheState, string>> = {
  paper: 'before each sample x is in cache as far as it fits, y is not',
  warm: 'x and y are in cache as far as they fit',
  cold: 'neither x nor y is in cache',
};

/**
 * What `run` prints at its end: for each target and cache state the tables by size, then every
 * algorithm at the out-of-cache size, then what was not measured and why, then the verdicts. Medians
 * over all samples; ratios are paired within rounds. Ends with a line break.
 */
export function renderRunTable(summary: RunSummary, options: TerminalOptions): string {
  const blocks = [
    machineLine(summary, options),
    ...summary.groups.flatMap((group) => groupBlocks(group, options)),
    missingBlock(summary, options),
    verdictBlock(summary, options),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function machineLine({ machine, tool }: RunSummary, { columns }: TerminalOptions): string {
  const cache = `last-level cache ${formatBytes(machine.lastLevelCacheBytes)}`;
  const text = `${tool.name} ${tool.version} on ${machine.cpuModel}, ${cache}`;
  return wrapText(`${text} (${machine.lastLevelCacheSource})`, columns);
}

function groupBlocks(group: SummaryGroup, options: TerminalOptions): readonly string[] {
  const { target, cacheState } = group;
  const heading = `${target}, cache state ${cacheState}: ${cacheStateTexts[cacheState]}`;
  return [
    emphasized(wrapText(heading, options.columns), options),
    ...sizeTables(group).map(({ title, table }) => `${title}\n${table}`),
    outOfCacheBlock(group, options),
  ];
}

/** The size that shows what memory allows; without one, the largest that was measured. */
function outOfCacheBlock(group: SummaryGroup, { columns }: TerminalOptions): string {
  const row = group.outOfCache ?? group.rows.at(-1);
  if (row === undefined) return '';
  const place = group.outOfCache === null ? 'the largest size' : 'the out-of-cache size';
  const title =
    `All algorithms on ${group.target} at ${place}, ${formatCount(row.elementCount)} elements; ` +
    'GB/s by useful, pass and bus bytes; x skeleton: time over that of the same passes ' +
    'without arithmetic';
  const lines = [wrapText(title, columns), algorithmTable(row)];
  if (row.twoPassGain !== null) lines.push(wrapText(prediction(row.twoPassGain), columns));
  return lines.join('\n');
}

function prediction({ threePass, speedupByPassBytes, speedupByBusBytes }: TwoPassGain): string {
  const byBus =
    speedupByBusBytes === null ? '' : `, ${formatRatio(speedupByBusBytes)} by bus bytes`;
  return (
    `If bytes alone set the time, two-pass would be ${formatRatio(speedupByPassBytes)} as fast as ` +
    `${shortAlgorithmName(threePass)} by pass bytes${byBus}.`
  );
}

function missingBlock(
  { problems, unmeasuredCellCount, isComplete }: RunSummary,
  { columns }: TerminalOptions,
): string {
  const lines = [...problemLines(problems, columns)];
  if (unmeasuredCellCount > 0) {
    lines.push(`not reached before the run ended: ${formatCount(unmeasuredCellCount)} cells`);
  }
  if (!isComplete) lines.push('The run was interrupted; these are the rounds that it finished.');
  return lines.join('\n');
}

function verdictBlock({ groups }: RunSummary, options: TerminalOptions): string {
  if (groups.length === 0) return 'Nothing was measured.';
  const sentences = groups.map(({ cacheState, verdict }) => {
    const hasOtherStates = groups.some((other) => other.cacheState !== cacheState);
    return hasOtherStates ? `Cache state ${cacheState}: ${verdict}` : verdict;
  });
  return sentences
    .map((sentence) => emphasized(wrapText(sentence, options.columns), options))
    .join('\n');
}

/** Bold; each line by itself, so that a pager which shows single lines keeps it. */
function emphasized(text: string, { color }: TerminalOptions): string {
  if (!color) return text;
  return text
    .split('\n')
    .map((line) => `\u001b[1m${line}\u001b[22m`)
    .join('\n');
}
