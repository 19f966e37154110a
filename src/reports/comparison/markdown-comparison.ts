import type { Comparison } from '../../compare/comparison.js';
import type { DrawnFigure } from '../figures/draw.js';
import { bullets, escaped, figureBlock, section, tableBlocks } from '../shared/markdown-blocks.js';
import { contentOf } from './comparison-content.js';

/** The comparison as Markdown, with figures as files in `figureFolder`. */
export function renderComparisonMarkdown(
  comparison: Comparison,
  figures: readonly DrawnFigure[],
  figureFolder: string,
): string {
  const content = contentOf(comparison, 'page');
  const blocks = [
    `# ${escaped(content.title)}`,
    `**${content.answer.map(escaped).join(' ')}**`,
    ...section('Comparability', bullets(content.concerns)),
    ...section('How to read it', bullets(content.notes)),
    ...tableBlocks(content.machineTable),
    ...content.tables.flatMap(tableBlocks),
    '## Figures',
    ...figures.map((figure) => figureBlock(figure, figureFolder)),
    ...section('Files not compared', bullets(content.unusable)),
  ];
  return `${blocks.join('\n\n')}\n`;
}
