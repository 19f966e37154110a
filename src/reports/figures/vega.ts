import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { parse, Spec, View } from 'vega';
import type { compile, TopLevelSpec } from 'vega-lite';

import { SoftmaxBenchError } from '../../errors.js';
import { packageRoot } from '../../package-root.js';

/** Where `scripts/build-vendor.ts` puts its bundles. */
export function vendorPath(fileName: 'vega.js' | 'page.js'): string {
  return join(packageRoot(), 'dist', 'vendor', fileName);
}

/** What the bundle for Node exports. */
interface VegaBundle {
  readonly parse: typeof parse;
  readonly View: typeof View;
  readonly compile: typeof compile;
  readonly expressionInterpreter: unknown;
  /** Not in the types of Vega, though exported: how wide it takes a text to be, in px. */
  readonly textMetrics: {
    width: (item: { fontSize?: number }, text: unknown) => number;
  };
}

/** Of the sans-serif fonts that readers have, a little on the wide side; of digits the widest, which labels begin with. */
const [meanGlyphEm, digitEm] = [0.56, 0.64];

let bundle: Promise<VegaBundle> | undefined;

/**
 * Imported when the first figure is drawn: it takes some 100 ms, which other reports need not wait for.
 * @throws SoftmaxBenchError when the bundle is not there.
 */
function loadVega(): Promise<VegaBundle> {
  bundle ??= importBundle();
  return bundle;
}

async function importBundle(): Promise<VegaBundle> {
  const path = vendorPath('vega.js');
  if (!existsSync(path)) {
    throw new SoftmaxBenchError(
      `figures require ${path}, which is not built (npm run build:vendor)`,
    );
  }
  const loaded = (await import(pathToFileURL(path).href)) as VegaBundle;
  // Without a canvas Vega assumes 0.8 em a glyph, which leaves figures with broad empty margins.
  loaded.textMetrics.width = ({ fontSize = 11 }, text) => {
    const { length } = String(text);
    const digitCount = String(text).replaceAll(/\D/g, '').length;
    return fontSize * (digitCount * digitEm + (length - digitCount) * meanGlyphEm);
  };
  return loaded;
}

/** The Vega-Lite spec as the Vega spec that the page of the HTML report draws. */
export async function compileToVega(spec: TopLevelSpec): Promise<Spec> {
  const { compile } = await loadVega();
  return compile(spec).spec;
}

/**
 * The figure as a standalone SVG element; needs no browser and no canvas. Expressions are interpreted: Node
 * can be told to compile no code from texts.
 */
export async function renderSvg(spec: Spec): Promise<string> {
  const { parse, View, expressionInterpreter: expr } = await loadVega();
  return await new View(parse(spec, {}, { ast: true }), { renderer: 'none', expr }).toSVG();
}
