/** More rows are shown when the reader asks for them: a page of thousands scrolls badly. */
const rowsAtFirst = 100;

/** Lets the reader sort the table by any column and filter its rows by a text in any of them. */
export function makeSortable(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  const head = table.tHead?.rows[0];
  if (body === undefined || head === undefined) return;
  const frame = table.closest('.table');
  const filter = createFilter(body, frame);
  [...head.cells].forEach((cell, column) => addSorting(cell, column, body, filter));
  filter();
}

function addSorting(
  cell: HTMLTableCellElement,
  column: number,
  body: HTMLTableSectionElement,
  filter: () => void,
): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = cell.textContent;
  cell.replaceChildren(button);
  button.addEventListener('click', () => {
    const isAscending = cell.ariaSort !== 'ascending';
    for (const other of cell.parentElement?.children ?? []) other.removeAttribute('aria-sort');
    cell.ariaSort = isAscending ? 'ascending' : 'descending';
    body.append(...[...body.rows].sort(byColumn(column, isAscending ? 1 : -1)));
    filter();
  });
}

/** Numbers by value, with or without a unit; other texts by letters; `-` last. */
function byColumn(column: number, sign: 1 | -1) {
  const textOf = (row: HTMLTableRowElement): string => row.cells[column]?.textContent ?? '';
  return (a: HTMLTableRowElement, b: HTMLTableRowElement): number => {
    const [textOfA, textOfB] = [textOf(a), textOf(b)];
    if (textOfA === '-' || textOfB === '-')
      return Number(textOfA === '-') - Number(textOfB === '-');
    const difference = valueOf(textOfA) - valueOf(textOfB);
    return sign * (Number.isNaN(difference) ? textOfA.localeCompare(textOfB) : difference);
  };
}

/** Of an interval the lower end; NaN for words. */
function valueOf(text: string): number {
  // Its ratio to itself.
  if (text === 'baseline') return 1;
  const [, number, unit] =
    /^([\d.]+)[x=%]?(?:-[\d.]+[x%]?)?(?: ?(\S+))?$/.exec(text.replaceAll(',', '')) ?? [];
  if (number === undefined) return Number.NaN;
  const [, prefix] = /^([KMGT])i/.exec(unit ?? '') ?? [];
  return Number(number) * 1024 ** (prefix === undefined ? 0 : 'KMGT'.indexOf(prefix) + 1);
}

/** Adds a field for words above the table and a button for more rows below. @returns what applies both. */
function createFilter(body: HTMLTableSectionElement, frame: Element | null): () => void {
  const label = document.createElement('label');
  label.className = 'filter';
  const input = document.createElement('input');
  input.type = 'search';
  const count = document.createElement('output');
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'more';
  let most = rowsAtFirst;
  const filter = (): void => {
    const words = input.value.toLowerCase().split(/\s+/);
    let foundCount = 0;
    for (const row of body.rows) {
      const text = row.textContent.toLowerCase();
      const isFound = words.every((word) => text.includes(word));
      if (isFound) foundCount += 1;
      row.hidden = !isFound || foundCount > most;
    }
    count.value = `${foundCount} of ${body.rows.length}`;
    more.hidden = foundCount <= most;
    more.textContent = `Show all ${foundCount} rows`;
  };
  input.addEventListener('input', filter);
  more.addEventListener('click', () => {
    most = Infinity;
    filter();
  });
  label.append('Filter ', input, ' ', count);
  frame?.before(label);
  frame?.after(more);
  return filter;
}
