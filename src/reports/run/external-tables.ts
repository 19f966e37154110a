import type { Analysis } from '../../analysis/analysis.js';
import type {
  ExternalComparison,
  ExternalResult,
} from '../../analysis/external/external-schema.js';
import { axisTexts, type AxisName } from '../../model/axes.js';
import { groupBy } from '../../model/group-by.js';
import { formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { intervalText, numbers, ratioText, words } from '../shared/cell-text.js';
import type { ContentTable } from '../shared/content-table.js';
import { externalName } from '../shared/external-name.js';
import { problemText } from '../../model/problem-text.js';

/** What a table of comparisons has in common. */
const settingAxes = ['threadCount', 'scaling', 'placement', 'cacheState', 'pages'] as const;

/**
 * Libraries and kernels of the user against the implementations of this tool, for each setting.
 * @param isWide whether there is room for more than 80 columns.
 */
export function externalTables(
  { externals, study }: Analysis,
  isWide: boolean,
): readonly ContentTable[] {
  const settings = groupBy(externals, settingText);
  return [...settings]
    .flatMap(([setting, own]) => [
      timeTable(setting, own, isWide),
      changeTable(study, setting, own),
      movesTable(setting, own, isWide),
    ])
    .filter(({ rows }) => rows.length > 0);
}

function settingText(comparison: ExternalComparison): string {
  return axisTexts(comparison, settingAxes satisfies readonly AxisName[]).join(', ');
}

function timeTable(
  setting: string,
  comparisons: readonly ExternalComparison[],
  isWide: boolean,
): ContentTable {
  return {
    title: `Libraries and your kernels, ${setting}`,
    note:
      'Median ns per element; ~: too few rounds for a 95% CI. Floor: the lowest read + copy floor at that shape. Gain: speed of the fastest ' +
      'implementation of this tool over it, paired within rounds. Errors: against float64, the largest of an ' +
      'output and that of the sum of a row.',
    columns: [
      ...words('shape', 'implementation'),
      ...numbers('ns', 'over floor', 'gain', '95% CI', 'max error'),
      ...(isWide ? [...numbers('sum error'), ...words('memory', 'remark')] : []),
    ],
    rows: comparisons.flatMap((comparison) => [
      [
        problemText(comparison.problem),
        `${comparison.best.implementation} (${comparison.best.target})`,
        formatSignificant(comparison.best.nsPerElement),
        floorText(comparison.best.nsPerElement, comparison),
        ...['-', '-', '-'],
        ...(isWide ? ['-', '-', '-'] : []),
      ],
      ...comparison.rows.map((row) => externalRow(row, comparison, isWide)),
    ]),
  };
}

function externalRow(
  row: ExternalResult,
  comparison: ExternalComparison,
  isWide: boolean,
): readonly string[] {
  const [gain] = row.gains;
  const { maxRelativeError, sumError } = row.verification;
  return [
    problemText(comparison.problem),
    externalName(row),
    `${row.ci95Ns === null ? '~' : ''}${formatSignificant(row.nsPerElement)}`,
    floorText(row.nsPerElement, comparison),
    ratioText(gain!),
    intervalText(gain!.interval),
    errorText(maxRelativeError),
    ...(isWide
      ? [errorText(sumError), row.memory === 'own' ? 'its own' : 'shared', row.remark ?? '-']
      : []),
  ];
}

function floorText(nsPerElement: number, { floorNsPerElement }: ExternalComparison): string {
  if (floorNsPerElement === null) return '-';
  return `${formatSignificant(nsPerElement / floorNsPerElement)}x`;
}

function errorText(error: number | null): string {
  return error === null ? '-' : error.toExponential(1);
}

/** What a kernel of the user, or a library, would gain by becoming one of this tool's algorithms. */
function changeTable(
  { headline, rivals }: Analysis['study'],
  setting: string,
  comparisons: readonly ExternalComparison[],
): ContentTable {
  const wanted = [...rivals, headline].flatMap((id) => [id, `${id}-nt`]);
  const shown = wanted.filter((id) =>
    comparisons.some(({ rows }) => rows.some((row) => gainBy(row, id) !== undefined)),
  );
  return {
    title: `Gain of a change, ${setting}`,
    note:
      'How many times faster each implementation would be as one of these algorithms, as measured from those of ' +
      'this tool, paired within rounds; -nt: with NT stores.',
    columns: [...words('shape', 'implementation'), ...numbers(...shown.map(shortAlgorithmName))],
    rows: comparisons.flatMap(({ problem, rows }) =>
      rows.map((row) => [
        problemText(problem),
        externalName(row),
        ...shown.map((id) => ratioText(gainBy(row, id) ?? null)),
      ]),
    ),
  };
}

/** On the fastest target, whose gain comes first. */
function gainBy(
  { gains }: ExternalResult,
  id: string,
): ExternalResult['gains'][number] | undefined {
  return gains.find(({ implementation }) => implementation === id);
}

function movesTable(
  setting: string,
  comparisons: readonly ExternalComparison[],
  isWide: boolean,
): ContentTable {
  return {
    title: `Bytes moved, declared and implied, ${setting}`,
    note:
      'In N, the bytes of one array. Declared: reads + writes of the passes that its source has, and with ' +
      'write-allocate (RFO). Implied: what copy moves in the same time, with RFO, out of cache; more than declared ' +
      'means that something else than memory limits it, or that it moves more.',
    columns: [
      ...words('shape', 'implementation'),
      ...numbers(...(isWide ? ['declared read + write'] : []), 'declared, RFO', 'implied, RFO'),
    ],
    rows: comparisons.flatMap(({ problem, rows }) =>
      rows
        .filter(({ impliedBusStreams }) => impliedBusStreams !== null)
        .map((row) => [
          problemText(problem),
          externalName(row),
          ...(isWide ? [streamsText(row.declaredPassStreams)] : []),
          streamsText(row.declaredBusStreams),
          streamsText(row.impliedBusStreams),
        ]),
    ),
  };
}

function streamsText(streams: number | null): string {
  return streams === null ? '-' : `${formatSignificant(streams)} N`;
}
