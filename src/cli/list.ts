import { findLibraries } from '../backends/external/libraries/index.js';
import { loadBackends } from '../backends/load.js';
import { wrapText } from '../reports/shared/prose.js';
import { renderTextTable, type TextColumn } from '../reports/shared/text-table.js';
import type { Algorithm } from '../softmax/algorithms.js';
import { passes } from '../softmax/passes.js';
import type { Io } from './io.js';
import { renderLibraries } from './library-table.js';
import { makeListing, type Listing } from './listing.js';

/** Flags of `list`. */
export interface ListFlags {
  /** JSON instead of tables. */
  readonly json?: true;
  /** Libraries in place of all else. */
  readonly libraries?: true;
  readonly python: string;
}

/** Shows what can be measured: operations, algorithms, studies, targets (and why one does not run here), presets. */
export async function listCommand({ json, libraries, python }: ListFlags, io: Io): Promise<void> {
  if (libraries) {
    const found = await findLibraries(['auto'], { python, projectFolder: process.cwd() });
    io.stdout(json ? `${JSON.stringify(found, null, 2)}\n` : renderLibraries(found, io.columns));
    return;
  }
  const listing = makeListing(loadBackends());
  io.stdout(json ? `${JSON.stringify(listing, null, 2)}\n` : renderListing(listing, io.columns));
}

/** The listing as text; ends with a line break. */
export function renderListing(listing: Listing, columns: number): string {
  return `${[
    operationBlock(listing),
    algorithmBlock(listing, columns),
    groupBlock(listing),
    studyBlock(listing, columns),
    targetBlock(listing),
    kernelBlock(listing, columns),
    presetBlock(listing),
  ].join('\n\n')}\n`;
}

function operationBlock({ operations }: Listing): string {
  return renderTextTable(
    [left('operation'), left('computes')],
    operations.map(({ id, title }) => [id, title]),
  );
}

/** One sentence stands for the skeletons, which repeat every row. */
function algorithmBlock({ algorithms }: Listing, columns: number): string {
  const shown = algorithms.filter(({ skeletonOf }) => skeletonOf === null);
  const idWidth = Math.max(...shown.map(({ id }) => id.length));
  const titleColumns = columns - idWidth - 'pass  bus'.length - 3 * 2;
  const table = renderTextTable(
    [left('algorithm'), right('pass'), right('bus'), left('what it is: its passes')],
    shown.map((algorithm) => [
      algorithm.id,
      `${algorithm.passStreams}N`,
      algorithm.busStreams === null ? '-' : `${algorithm.busStreams}N`,
      wrapText(`${algorithm.title}: ${passesOf(algorithm)}`, titleColumns, '  '),
    ]),
  );
  const note =
    'pass: reads and writes of every pass in units of N, the bytes of one array; bus: the same plus one ' +
    'read for each line that an ordinary store allocates (RFO). Names that end in -nt use non-temporal ' +
    '(streaming) stores, which allocate none. Each algorithm has an <algorithm>-skeleton: the same ' +
    'passes without arithmetic.';
  return `${table}\n${wrapText(note, columns)}`;
}

/** A baseline is called as its one pass, so the title of the pass says more. */
function passesOf({ kind, passes: uses }: Algorithm): string {
  return uses.map(({ pass }) => (kind === 'baseline' ? passes[pass].title : pass)).join(', ');
}

function groupBlock({ groups }: Listing): string {
  return renderTextTable(
    [left('group'), left('stands for')],
    groups.map(({ name, title }) => [name, title]),
  );
}

function studyBlock({ studies }: Listing, columns: number): string {
  const idWidth = Math.max(...studies.map(({ id }) => id.length));
  return renderTextTable(
    [left('study'), left('question')],
    studies.map(({ id, headline, rivals }) => [
      id,
      wrapText(`is ${headline} faster than ${rivals.join(', ')}?`, columns - idWidth - 2),
    ]),
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

/** Where kernels come from, in the order in which they are tried. */
function kernelBlock({ backends, unavailableKernels }: Listing, columns: number): string {
  const rows = [
    ...unavailableKernels.map(({ candidate, reason }) => [candidate, `not used: ${reason}`]),
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

function left(head: string): TextColumn {
  return { head, align: 'left' };
}

function right(head: string): TextColumn {
  return { head, align: 'right' };
}
