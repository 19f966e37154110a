import type { Analysis } from '../../analysis/analysis.js';
import type { ResultDocument } from '../../model/result.js';
import { renderCsv } from '../formats/render-csv.js';
import { summaryTable } from '../formats/summary-table.js';
import { contentOf, type Content } from './report-content.js';
import type { Fact } from './facts.js';
import { keyNumbers, type KeyNumber } from './key-numbers.js';
import type { DrawnFigure } from '../figures/draw.js';
import type { ContentTable } from '../shared/content-table.js';
import {
  anchorOf,
  bullets,
  figureElement,
  linkElement,
  tableElement,
  type PageLink,
} from '../shared/html-elements.js';
import { escapeHtml } from '../shared/html-escape.js';
import { renderPage, type PageFile } from '../shared/html-page.js';
import { renderJson } from '../shared/render-json.js';

/** A part of the page that its table of contents names. */
interface Part {
  readonly title: string;
  /** As markup; parts without one are left out. */
  readonly body: string;
  /** Whether the reader has to open it. */
  readonly isFolded?: boolean;
}

/** A result with what was derived from it. */
export interface ReportSource {
  readonly analysis: Analysis;
  readonly document: ResultDocument;
}

/**
 * The report as one HTML file without other files: the answer on the first screen, then what it stands on, last
 * the machine and the protocol, folded.
 * @param figures drawn with `pagePalette`, which follows light and dark.
 * @param pageScript the bundle of `reports/page/page.ts`.
 * @param up the page above it, in a site.
 */
export function renderHtml(
  source: ReportSource,
  figures: readonly DrawnFigure[],
  pageScript: string,
  up?: PageLink,
): string {
  const { analysis } = source;
  const content = contentOf(analysis);
  const parts = partsOf(content, figures).filter(({ body }) => body !== '');
  const lead = figures.filter(({ id }) => leadIds.includes(id));
  const body = `<header>
<h1>${escapeHtml(content.title)}</h1>
<nav aria-label="Contents">${up === undefined ? '' : linkElement(up)}${parts.map(({ title }) => linkElement({ text: title, target: `#${anchorOf(title)}` })).join('')}<span id="downloads"></span></nav>
</header>
<main>
<div class="first">
${answerElement(content)}
${numbersElement(keyNumbers(analysis))}
</div>
${lead.map(figureElement).join('\n')}
${parts.map(partElement).join('\n')}
</main>`;
  return renderPage({ title: content.title, body, script: pageScript, files: filesOf(source) });
}

/** A report has one of them. */
const leadIds = ['time-per-element', 'shapes'];

function filesOf(source: ReportSource): readonly PageFile[] {
  return [
    {
      name: 'analysis.json',
      label: 'JSON',
      mediaType: 'application/json',
      text: renderJson(source.analysis),
    },
    {
      name: 'summary.csv',
      label: 'CSV',
      mediaType: 'text/csv',
      text: renderCsv(summaryTable, source),
    },
  ];
}

/** In the order of the page. */
function partsOf(content: Content, figures: readonly DrawnFigure[]): readonly Part[] {
  const drawn = (...ids: readonly string[]): string =>
    figures
      .filter(({ id }) => ids.includes(id))
      .map(figureElement)
      .join('\n');
  const { tables } = content;
  return [
    { title: 'Warnings', body: bullets(content.warnings, 'warnings') },
    {
      title: 'Speed-up',
      body: noteElement(content.figureNote) + drawn('best-map', 'speedup', 'headline-rounds'),
    },
    {
      title: 'Threads',
      body:
        drawn('thread-bandwidth', 'thread-gain', 'strong-scaling') + tablesElement(tables.threads),
    },
    {
      title: 'Libraries and your kernels',
      body: drawn('externals') + tablesElement(tables.externals),
    },
    { title: 'Variants', body: tablesElement(tables.variants) },
    {
      title: 'Passes and limits',
      body:
        drawn('floor', 'pass-bandwidth', 'decomposition', 'bandwidth') + bullets(content.findings),
    },
    {
      title: 'Tables',
      body: tablesElement([
        ...tables.batches,
        ...tables.times,
        ...tables.outOfCache,
        ...tables.passes,
      ]),
    },
    { title: 'Paper', body: tablesElement(tables.claims) },
    { title: 'Machine', body: factList(content.machine), isFolded: true },
    { title: 'Protocol', body: factList(content.protocol), isFolded: true },
    {
      title: 'Data quality',
      body: factList(content.steadiness) + tablesElement(tables.rounds),
      isFolded: true,
    },
    { title: 'Impossible and missing figures', body: bullets(content.gaps), isFolded: true },
  ];
}

function partElement({ title, body, isFolded = false }: Part): string {
  const heading = `<h2 id="${anchorOf(title)}">${escapeHtml(title)}</h2>`;
  return isFolded
    ? `<details><summary>${heading}</summary>\n${body}</details>`
    : `<section>${heading}\n${body}</section>`;
}

function tablesElement(tables: readonly ContentTable[]): string {
  return tables.map((table) => tableElement(table, { level: 3 })).join('\n');
}

function noteElement(text: string): string {
  return text === '' ? '' : `<p class="note">${escapeHtml(text)}</p>\n`;
}

function answerElement({ subject, answer }: Content): string {
  const parts = answer.map(
    ({ label, texts }) =>
      `<dt>${label}</dt><dd>${texts.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}</dd>`,
  );
  return `<section class="answer" aria-label="Answer"><p>${escapeHtml(subject)}</p><dl>${parts.join('\n')}</dl></section>`;
}

function numbersElement(numbers: readonly KeyNumber[]): string {
  if (numbers.length === 0) return '';
  const items = numbers.map(
    ({ label, value, note }) =>
      `<div><dt>${escapeHtml(label)}</dt><dd><b>${escapeHtml(value)}</b><small>${escapeHtml(note)}</small></dd></div>`,
  );
  return `<dl class="numbers">${items.join('')}</dl>`;
}

function factList(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  const items = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<dl>${items.join('\n')}</dl>`;
}
