import { expect, it } from 'vitest';

import { renderTextTable, type TextColumn } from './text-table.js';

const columns: readonly TextColumn[] = [
  { head: 'name', align: 'left' },
  { head: 'ns', align: 'right' },
];

it('aligns texts by the columns that a terminal takes for them', () => {
  const names = ['copy', '日本', '한', 'e\u0301tude', '🎉'];
  expect(renderTextTable(columns, [...names.map((name) => [name, '1']), ['read', '10.5']])).toBe(
    [
      'name     ns',
      '-----  ----',
      'copy      1',
      '日本      1',
      '한        1',
      'e\u0301tude     1',
      '🎉        1',
      'read   10.5',
    ].join('\n'),
  );
});

it('gives a text with line breaks several lines', () => {
  const rows = [
    ['a', '1\n10'],
    ['b', '2'],
  ];
  expect(renderTextTable(columns, rows)).toBe(
    ['name  ns', '----  --', 'a      1', '      10', 'b      2'].join('\n'),
  );
});

it('has heads alone without rows, and counts the rows beyond 300', () => {
  expect(renderTextTable(columns, [])).toBe('name  ns');
  const rows = Array.from({ length: 302 }, () => ['a', '']);
  expect(renderTextTable(columns, rows).split('\n').slice(-2)).toEqual([
    'a',
    '... and 2 more rows: see --format csv',
  ]);
});
