import type { Analysis } from '../../analysis/analysis.js';
import { contentOf } from './report-content.js';
import type { Fact } from './facts.js';
import type { DrawnFigure } from '../figures/draw.js';
import { bullets, escaped, figureBlock, section, tableBlocks } from '../shared/markdown-blocks.js';

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
    `**${escaped(content.subject)}**`,
    bullets(content.answer.flatMap(({ label, texts }) => texts.map((text) => `${label}: ${text}`))),
    ...section('Machine', factList(content.machine)),
    ...section('Protocol', factList(content.protocol)),
    ...section('Data quality', factList(content.steadiness)),
    ...section('Warnings', bullets(content.warnings)),
    ...section('Caches and stores', bullets(content.findings)),
    '## Figures',
    ...(content.figureNote === '' ? [] : [escaped(content.figureNote)]),
    ...figures.map((figure) => figureBlock(figure, figureFolder)),
    ...Object.values(content.tables).flat().flatMap(tableBlocks),
    ...section('Impossible and missing figures', bullets(content.gaps)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function factList(facts: readonly Fact[]): string {
  return bullets(facts.map(([name, value]) => `${name}: ${value}`));
}
