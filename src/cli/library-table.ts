import type { FoundExternal, MissingLibrary } from '../backends/external/external.js';
import type { FoundLibraries } from '../backends/external/libraries/index.js';
import { wrapText } from '../reports/shared/prose.js';
import { renderTextTable, type TextColumn } from '../reports/shared/text-table.js';

/** Libraries as text: those that were found with how they are called, the others with how to get them. */
export function renderLibraries({ found, missing }: FoundLibraries, columns: number): string {
  const blocks = [
    ...(found.length === 0 ? [] : [foundTable(found, columns)]),
    ...(missing.length === 0 ? [] : [missingTable(missing, columns)]),
    wrapText(
      'threads: whether the library has threads of its own for rows; otherwise it is called on one. memory: ' +
        'kernels for the arrays of the kernels, own for arrays of its own.',
      columns,
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function foundTable(found: readonly FoundExternal[], columns: number): string {
  const idWidth = widest(found.map(({ external }) => external.id));
  const factColumns = columns - idWidth - 'threads'.length - 'kernels'.length - 3 * 2;
  return renderTextTable(
    [left('library'), left('threads'), left('memory'), left('found')],
    found.map(({ external }) => [
      external.id,
      external.hasThreads ? 'several' : 'one',
      external.memory === 'own' ? 'own' : 'kernels',
      wrapText(
        [`${external.title} ${external.version ?? '(no version)'}`, external.remark]
          .filter((text) => text !== null)
          .join('. '),
        factColumns,
        '  ',
      ),
    ]),
  );
}

function missingTable(missing: readonly MissingLibrary[], columns: number): string {
  const factColumns = columns - widest(missing.map(({ id }) => id)) - 2;
  return renderTextTable(
    [left('library'), left('not found')],
    missing.map(({ id, reason, remedy }) => [
      id,
      wrapText(`${reason}; to get it: ${remedy}`, factColumns, '  '),
    ]),
  );
}

function widest(texts: readonly string[]): number {
  return Math.max('library'.length, ...texts.map(({ length }) => length));
}

function left(head: string): TextColumn {
  return { head, align: 'left' };
}
