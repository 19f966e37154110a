import type { Comparison } from '../../compare/comparison.js';
import type { DrawnFigure } from '../figures/draw.js';
import { bullets, escaped, figureBlock, tableBlocks } from '../shared/markdown-blocks.js';
import { contentOf } from './comparison-content.js';
import { pageMatrix } from './matrix-table.js';

/** The comparison as Markdown, with figures as files in `figureFolder`. */
export function renderComparisonMarkdown(
  comparison: Comparison,
  figures: readonly DrawnFigure[],
  figureFolder: string,
): string {
  const { title, caveats, outliers, details } = contentOf(comparison);
  const [forest, ...others] = figures.map((figure) => figureBlock(figure, figureFolder));
  const blocks = [
    `# ${escaped(title)}`,
    `**${escaped(comparison.headline)}**`,
    ...(outliers === null ? [] : tableBlocks(outliers)),
    ...tableBlocks(pageMatrix(comparison)),
    ...(forest === undefined ? [] : [forest]),
    ...(caveats.summary === null
      ? []
      : [
          `<details><summary>${escaped(caveats.summary)}</summary>`,
          bullets(caveats.texts),
          '</details>',
        ]),
    '## More figures',
    ...others,
    ...details.flatMap(tableBlocks),
  ];
  return `${blocks.join('\n\n')}\n`;
}
