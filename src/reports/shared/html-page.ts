import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { lightPalette } from '../figures/palette.js';
import { escapeHtml, scriptJson } from './html-escape.js';
import { pageStyle } from './html-style.js';

/** A file that the page offers. */
export interface PageFile {
  readonly name: string;
  /** What the link says. */
  readonly label: string;
  readonly mediaType: string;
  readonly text: string;
}

/** What a page holds. */
export interface Page {
  /** As text. */
  readonly title: string;
  /** As markup. */
  readonly body: string;
  /** The bundle of `reports/page/page.ts`. */
  readonly script: string;
  /** Offered where the body has an element with the id `downloads`. */
  readonly files?: readonly PageFile[];
}

/**
 * One HTML file that needs nothing else. Its content security policy forbids every request and every script
 * but its own.
 */
export function renderPage({ title, body, script, files = [] }: Page): string {
  const scriptHash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'`;
  const data = {
    files: files.map(({ text, ...file }) => ({
      ...file,
      gzip: gzipSync(text, { level: 9 }).toString('base64'),
    })),
    lightPalette,
  };
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
<script type="application/json" id="page-data">${scriptJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}
