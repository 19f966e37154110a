import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { lightPalette } from '../figures/palette.js';
import { escapeHtml, scriptJson, unescapeHtml } from './html-escape.js';
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

/** Says of a page, in its head, that it is ours. */
export const generatorMark = '<meta name="generator" content="softmax-bench">';

/**
 * One HTML file that needs nothing else. Its content security policy forbids every request and every script
 * but its own.
 */
export function renderPage({ title, body, script, files = [] }: Page): string {
  const scriptHash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'`;
  const tips = [...new Set([...body.matchAll(tipPattern)].map(([, tip]) => tip!))];
  const tipIndex = new Map(tips.map((tip, index) => [tip, index]));
  const slimBody = body.replaceAll(
    tipPattern,
    (_, tip: string) => ` data-tip="${tipIndex.get(tip)!}"`,
  );
  const data = {
    tips: gzipped(tips.map(unescapeHtml).join('\0')),
    files: files.map(({ text, ...file }) => ({
      ...file,
      gzip: gzipped(text),
    })),
    lightPalette,
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${generatorMark}
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle()}</style>
</head>
<body>
${slimBody}
<script type="application/json" id="page-data">${scriptJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** The tooltips of marks, which pictures of several sizes share. */
const tipPattern = / data-tip="([^"]*)"/g;

function gzipped(text: string): string {
  return gzipSync(text).toString('base64');
}
