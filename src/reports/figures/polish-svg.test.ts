import { describe, expect, it } from 'vitest';

import { withMarkTexts } from './mark-texts.js';
import { polishSvg, withoutMarkTexts } from './polish-svg.js';
import { compileToVega, renderSvg } from './vega.js';

const points = [
  { at: 1.23456, implementation: 'two-pass', tooltip: { name: 'a <b> "c"', size: '4 Ki' } },
];

describe('polishSvg', () => {
  it('carries series and tooltip of a mark, and little else', async () => {
    const spec = withMarkTexts({
      config: { aria: false },
      data: { values: points },
      mark: { type: 'point', tooltip: { signal: 'datum.tooltip' } },
      encoding: { x: { field: 'at', type: 'quantitative' } },
    });
    const svg = polishSvg(await renderSvg(await compileToVega(spec)), 'one');
    expect(svg).toContain('data-series="two-pass"');
    expect(svg).toContain('data-tip="name&#x9;a &lt;b&gt; &quot;c&quot;&#xA;size&#x9;4 Ki"');
    expect(svg).not.toMatch(/aria-|role="|\d\.\d\d/);
    expect(withoutMarkTexts(svg)).not.toMatch(/data-/);
  });

  it('gives clip paths names of their own', () => {
    const svg = polishSvg('<svg><g clip-path="url(#clip1)"/><clipPath id="clip1"/></svg>', 'one');
    expect(svg).toContain('<g clip-path="url(#one-clip1)"/><clipPath id="one-clip1"/>');
  });
});
