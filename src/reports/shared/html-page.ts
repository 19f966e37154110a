import { createHash } from 'node:crypto';

import type { DrawnFigure } from '../figures/draw.js';
import { escapeHtml, scriptJson } from './html-escape.js';
import { pageStyle } from './html-style.js';

/** What a page holds. */
export interface Page {
  /** As text. */
  readonly title: string;
  /** As markup. */
  readonly body: string;
  /** Those that the body shows as static SVG. */
  readonly figures: readonly DrawnFigure[];
  /** The bundle of `reports/page/interactive.ts`. */
  readonly script: string;
}

/**
 * One HTML file that needs nothing else. Its content security policy forbids every request and every script
 * but its own.
 */
export function renderPage({ title, body, figures, script }: Page): string {
  const scriptHash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'`;
  const specs = figures.flatMap((figure) =>
    figure.status === 'drawn' ? [{ id: figure.id, spec: figure.spec }] : [],
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle()}</style>
</head>
<body>
${body}
<script type="application/json" id="figure-specs">${scriptJson(specs)}</script>
<script>${script}</script>
</body>
</html>
`;
}
