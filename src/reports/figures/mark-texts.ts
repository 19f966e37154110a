import type { TopLevelSpec } from 'vega-lite';

/** A row of a figure's data, as far as its marks carry it into the page. */
interface Row {
  readonly series?: unknown;
  readonly implementation?: unknown;
  readonly tooltip?: Readonly<Record<string, string>> | undefined;
}

interface View {
  readonly layer?: readonly View[];
  readonly vconcat?: readonly View[];
  readonly hconcat?: readonly View[];
  readonly data?: { readonly values?: readonly Row[] };
  readonly mark?: object;
}

/**
 * The spec with a description on each mark that belongs to a series or has a tooltip: the series on the first line,
 * a field of the tooltip on each other. `polishSvg` makes attributes of it.
 */
export function withMarkTexts(spec: TopLevelSpec): TopLevelSpec {
  return annotated(spec as View) as TopLevelSpec;
}

function annotated(view: View): View {
  const rows = view.data?.values;
  if (view.mark !== undefined && rows?.some(hasText) === true) {
    const { tooltip, ...mark } = view.mark as { tooltip?: unknown };
    const textIn = (row: Row) => textOf(tooltip === undefined ? { ...row, tooltip } : row);
    return {
      ...view,
      data: { values: rows.map((row) => ({ ...row, tooltip: undefined, markText: textIn(row) })) },
      mark: { ...mark, aria: true, description: { signal: 'datum.markText' } },
    };
  }
  const { layer, vconcat, hconcat } = view;
  return {
    ...view,
    ...(layer === undefined ? {} : { layer: layer.map(annotated) }),
    ...(vconcat === undefined ? {} : { vconcat: vconcat.map(annotated) }),
    ...(hconcat === undefined ? {} : { hconcat: hconcat.map(annotated) }),
  };
}

function hasText(row: Row): boolean {
  return textOf(row) !== '';
}

function textOf({ series, implementation, tooltip }: Row): string {
  const name = series ?? implementation;
  const fields = Object.entries(tooltip ?? {}).map(([field, value]) => `\n${field}\t${value}`);
  return `${typeof name === 'string' ? name : ''}${fields.join('')}`;
}
