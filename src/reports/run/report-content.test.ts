import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import type { ResultDocument } from '../../model/result.js';
import { markupOf } from '../../testing/markup-of.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { renderHtml } from './html-report.js';
import { renderMarkdown } from './markdown-report.js';
import { contentOf } from './report-content.js';
import { renderTerminalReport } from './terminal-report.js';

function textsOf(document: ResultDocument, study?: string): readonly string[] {
  const analysis = analyze(document, study === undefined ? {} : { study });
  return [
    renderTerminalReport(analysis, { columns: 80, color: false }),
    renderMarkdown(analysis, [], 'figures'),
    markupOf(renderHtml({ analysis, document }, [], '')),
  ];
}

describe('a study of its own', () => {
  it.each(['log-softmax', 'logsumexp'] as const)('has its own names in the report of %s', (id) => {
    for (const text of textsOf(fixtureDocument([id]))) {
      expect(text).toContain(`${id}-`);
      expect(text).not.toMatch(/three-pass-re|softmax speed-up|Claims of|Dukhan|NaN|undefined/i);
    }
  });

  it('is what the report of the main study refers to', () => {
    const document = fixtureDocument(['softmax', 'log-softmax']);
    const [, main] = textsOf(document);
    expect(main).toContain('Other studies of this result: log-softmax.');
    expect(main).not.toContain('log-softmax-two-pass');
    const [terminal] = textsOf(document, 'log-softmax');
    expect(terminal).toMatch(
      /\nGAIN {2}log-softmax-online-nt is [^]*\n {6}log-softmax-two-pass is /,
    );
  });
});

describe('two kinds of pages', () => {
  const document = syntheticDocument({
    trueNs: (_, elementCount, pages) => elementCount * (pages === 'huge' ? 1 : 2),
    algorithms: ['three-pass-recompute', 'two-pass', 'copy'],
    elementCounts: [1 << 12, 1 << 25],
    pages: ['default', 'huge'],
  });
  const [backend] = document.session!.backends;
  const given = {
    ...document,
    session: {
      ...document.session!,
      backends: [
        {
          ...backend!,
          workspaces: [
            { pages: 'default', pageSizeBytes: 4096, bytes: 2 ** 28, hugePageBytes: 0 },
            { pages: 'huge', pageSizeBytes: 4096, bytes: 2 ** 28, hugePageBytes: 2 ** 27 },
          ],
        },
      ],
    },
  } as const;

  it('are shown side by side under their names', () => {
    const titles = contentOf(analyze(given)).tables.times.map(({ title }) => title);
    expect(titles).toContain('Time by size on avx512, default pages');
    expect(titles).toContain('Time by size on avx512, huge pages');
  });

  it('are shown with what the system really gave', () => {
    const facts = new Map(contentOf(analyze(given)).protocol);
    expect(facts.get('native memory')).toBe(
      'default pages: 256 MiB in pages of 4 KiB, 0% of it in transparent huge pages; ' +
        'huge pages: 256 MiB in pages of 4 KiB, 50% of it in transparent huge pages',
    );
  });
});
