import { loadBackends } from '../backends/load.js';
import { wrapText } from '../reports/shared/prose.js';
import { renderTextTable, type TextColumn } from '../reports/shared/text-table.js';
import { elementBytes } from '../softmax/traffic.js';
import type { Io } from './io.js';
import { makeListing, type ListedAlgorithm, type Listing } from './listing.js';

/** Flags of `list`. */
export interface ListOptions {
  /** JSON instead of tables. */
  readonly json?: true;
}

/** Shows the algorithms with their costs, the targets and why one does not run here, the presets. */
export function listCommand({ json }: ListOptions, io: Io): void {
  const listing = makeListing(loadBackends());
  io.stdout(json ? `${JSON.stringify(listing, null, 2)}\n` : renderListing(listing, io.columns));
}

/** The listing as text; ends with a line break. */
export function renderListing(listing: Listing, columns: number): string {
  return `${[
    algorithmBlock(listing.algorithms, columns),
    groupBlock(listing),
    targetBlock(listing),
    kernelBlock(listing, columns),
    presetBlock(listing),
  ].join('\n\n')}\n`;
}

/** Skeletons are told in a sentence: they repeat every row. */
function algorithmBlock(algorithms: readonly ListedAlgorithm[], columns: number): string {
  const shown = algorithms.filter(({ skeletonOf }) => skeletonOf === null);
  const idWidth = Math.max(...shown.map(({ id }) => id.length));
  const titleColumns = columns - idWidth - 'pass  bus'.length - 3 * 2;
  const table = renderTextTable(
    [left('algorithm'), right('pass'), right('bus'), left('what it is: its passes')],
    shown.map(({ id, title, passes, passBytesPerElement, busBytesPerElement }) => [
      id,
      inStreams(passBytesPerElement),
      busBytesPerElement === null ? '-' : inStreams(busBytesPerElement),
      wrapText(`${title}: ${passes.map(({ pass }) => pass).join(', ')}`, titleColumns, '  '),
    ]),
  );
  const note =
    'pass: reads and writes of every pass in units of the N float32 elements; bus: the same and one ' +
    'read for each line that an ordinary store allocates. Each softmax algorithm has a ' +
    '<algorithm>-skeleton: the same traffic without arithmetic.';
  return `${table}\n${wrapText(note, columns)}`;
}

function groupBlock({ groups }: Listing): string {
  return renderTextTable(
    [left('group'), left('stands for')],
    groups.map(({ name, title }) => [name, title]),
  );
}

function targetBlock({ targets }: Listing): string {
  return renderTextTable(
    [left('target'), left('here')],
    targets.map(({ target, available, reason }) => [
      target,
      available ? 'available' : `not available: ${reason ?? 'no reason given'}`,
    ]),
  );
}

/** Where kernels come from, in the order in which they are looked for. */
function kernelBlock({ backends, passedOver }: Listing, columns: number): string {
  const rows = [
    ...passedOver.map(({ candidate, reason }) => [candidate, `passed over: ${reason}`]),
    ...backends.map(({ name, origin }) => [
      origin === null ? name : `${name}, ${origin}`,
      'loaded',
    ]),
  ];
  const nameWidth = Math.max(...rows.map(([name = '']) => name.length));
  return renderTextTable(
    [left('kernels'), left('here')],
    rows.map(([name = '', text = '']) => [name, wrapText(text, columns - nameWidth - 2)]),
  );
}

function presetBlock({ presets }: Listing): string {
  return renderTextTable(
    [left('preset'), right('measures for'), left('algorithms')],
    presets.map(({ name, budgetSeconds, algorithms }) => [
      name,
      `${budgetSeconds} s`,
      algorithms.join(', '),
    ]),
  );
}

function inStreams(bytesPerElement: number): string {
  return `${bytesPerElement / elementBytes}N`;
}

function left(head: string): TextColumn {
  return { head, align: 'left' };
}

function right(head: string): TextColumn {
  return { head, align: 'right' };
}
