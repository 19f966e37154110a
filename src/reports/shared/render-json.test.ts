import { expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { analysisSchema } from '../../analysis/schema.js';
import { syntheticDocument } from '../../testing/synthetic-document.js';
import { renderJson } from './render-json.js';

it('writes the analysis as the golden file has it, and as the schema wants it', async () => {
  const document = syntheticDocument({
    trueNs: (algorithm, elementCount) => (algorithm === 'two-pass' ? 4 : 5) * elementCount,
    algorithms: ['three-pass-recompute', 'two-pass', 'two-pass-skeleton', 'copy'],
    elementCounts: [1 << 12, 1 << 25],
    perPass: true,
  });
  const text = renderJson(analyze(document));
  await expect(text).toMatchFileSnapshot('../testing/golden/report.json');
  expect(analysisSchema.safeParse(JSON.parse(text)).error).toBeUndefined();
});
