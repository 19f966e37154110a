import type { Analysis } from '../analysis/analysis.js';
import { contentOf } from './content/content.js';
import type { ContentTable } from './content/content-table.js';
import type { Fact } from './content/facts.js';
import type { DrawnFigure } from './figures/draw.js';

/**
 * The report as Markdown (with tables as on GitHub). Figures are referred to as files in `figureFolder`.
 * @param figureFolder path from the report, with `/` between its parts.
 */
export function renderMarkdown(
  analysis: Analysis,
  figures: readonly DrawnFigure[],
  figureFolder: string,
): string {
  const content = contentOf(analysis);
  const blocks = [
    `# ${escaped(content.title)}`,
    `**${escaped(content.answer[0])}** ${escaped(content.answer[1])}`,
    ...section('Machine', factList(content.machine)),
    ...section('Protocol', factList(content.protocol)),
    ...section('How good the numbers are', factList(content.steadiness)),
    ...section('Warnings', bullets(content.warnings)),
    ...section('Caches and stores', bullets(content.findings)),
    '## Figures',
    ...(content.figureNote === '' ? [] : [escaped(content.figureNote)]),
    ...figures.map((figure) => figureBlock(figure, figureFolder)),
    ...content.tables.flatMap(tableBlocks),
    ...section('Doubts and gaps', bullets(content.doubts)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section(title: string, body: string): readonly string[] {
  return body === '' ? [] : [`## ${title}`, body];
}

function figureBlock(figure: DrawnFigure, folder: string): string {
  const title = `### ${escaped(figure.title)}`;
  if (figure.status === 'empty') return `${title}\n\n_${escaped(figure.reason)}_`;
  const image = `![${escaped(figure.title)}](${folder}/${figure.id}.svg)`;
  return `${title}\n\n${image}\n\n${escaped(figure.caption)}`;
}

function tableBlocks({ title, note, columns, rows }: ContentTable): readonly string[] {
  const lines = [
    columns.map(({ head }) => escaped(head)),
    columns.map(({ align }) => (align === 'right' ? '--:' : ':--')),
    ...rows.map((row) => row.map(escaped)),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${escaped(title)}`, escaped(note), lines.join('\n')];
}

function factList(facts: readonly Fact[]): string {
  return bullets(facts.map(([name, value]) => `${name}: ${value}`));
}

function bullets(texts: readonly string[]): string {
  return texts.map((text) => `- ${escaped(text)}`).join('\n');
}

/** Text as text: neither Markdown nor HTML in it, such as a hostile CPU model, has an effect. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
    .replaceAll(/:\/\//g, ':&#8203;//');
}
