import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { goldenDocument } from '../../testing/golden-document.js';
import { drawnFigure } from '../../testing/drawn-figure.js';
import { hasBrowser, launchBrowser } from '../../testing/browser.js';
import { hostileDocument, hostileModel } from '../../testing/hostile-document.js';
import { drawFigures } from '../figures/draw.js';
import { figuresOf } from '../figures/run-figures.js';
import { vendorPath } from '../figures/vega.js';
import { scriptJson } from '../shared/html-escape.js';
import { renderHtml } from './html-report.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-'));
const path = join(folder, 'report.html');
const figures = figuresOf(analyze(hostileDocument()));

// From a hostile result in all tests: what is true for it is true for a friendly one.
beforeAll(async () => {
  const document = hostileDocument();
  const analysis = analyze(document);
  const drawn = await drawFigures(analysis);
  const script = readFileSync(vendorPath('page.js'), 'utf8');
  writeFileSync(path, renderHtml({ analysis, document }, drawn, script));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('renderHtml', () => {
  it('writes the page as the golden file has it', async () => {
    const document = goldenDocument();
    const html = renderHtml(
      { document, analysis: analyze(document) },
      [
        { ...drawnFigure, id: 'speedup' },
        { id: 'floor', title: 'Two', status: 'empty', reason: 'Nothing was sampled.' },
      ],
      'script();',
    );
    const unstyled = html
      .replace(/<style>[^<]*<\/style>/, '<style></style>')
      .replace(/(id="page-data">).*?(?=<\/script>)/, '$1');
    await expect(unstyled).toMatchFileSnapshot('../../testing/golden/report.html');
  });

  it('stays below 1.2 MB and refers to nothing outside', () => {
    expect(statSync(path).size).toBeLessThan(1.2e6);
    const html = readFileSync(path, 'utf8').replace(/<script>[\s\S]*<\/script>/, '');
    // Not toMatch, which would print a megabyte.
    expect(/<link|<img|<iframe|@import|url\((?!#)/.exec(html)?.[0]).toBeUndefined();
  });

  it('opens with the answer, four numbers and one figure, and has a place for every figure', () => {
    const html = readFileSync(path, 'utf8');
    const order = ['class="answer"', 'class="numbers"', 'id="time-per-element"', '<h2 '].map(
      (text) => html.indexOf(text),
    );
    expect(order.toSorted((a, b) => a - b)).toEqual(order);
    expect(Math.min(...order)).toBeGreaterThan(0);
    expect(html.match(/<figure/g)).toHaveLength(figures.length);
  });
});

describe('scriptJson', () => {
  it('cannot end the script element that holds it', () => {
    const value = { text: '</script><!--' };
    expect(scriptJson(value)).not.toContain('<');
    expect(JSON.parse(scriptJson(value))).toEqual(value);
  });
});

describe.runIf(hasBrowser)('the page in Chromium', { timeout: 60_000 }, () => {
  let browser: Browser;
  /** Once its script has run. To open it takes longer than all that is looked at. */
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await open({ viewport: { width: 900, height: 900 }, colorScheme: 'light' });
    await page.locator('[data-drawn=interactive]').first().waitFor();
  });
  afterAll(() => browser.close());

  /** The page from disk, with its requests and its messages on the console. */
  async function open(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext(options);
    const opened = await context.newPage();
    opened.on('request', (request) => requests.push(request.url()));
    opened.on('console', (message) => complaints.push(message.text()));
    opened.on('pageerror', (error) => complaints.push(error.message));
    await opened.goto(pathToFileURL(path).href);
    return opened;
  }

  async function downloaded(label: string, place = 'body'): Promise<string> {
    const waiting = page.waitForEvent('download');
    await page.locator(place).getByRole('button', { name: label }).click();
    return readFileSync(await (await waiting).path(), 'utf8');
  }

  it('works without a request or a word on the console', async () => {
    expect(await page.locator('.drawing').count()).toBeGreaterThanOrEqual(figures.length);
    expect({ requests, complaints }).toEqual({
      requests: [pathToFileURL(path).href],
      complaints: [],
    });
  });

  it('shows a hostile CPU model as text', async () => {
    const title = `Softmax on ${hostileModel}, 8 CPUs, 2026-01-02 03:04 UTC`;
    expect(await page.title()).toBe(title);
    expect(await page.locator('h1').innerText()).toBe(title);
    expect(await page.locator('img').count()).toBe(0);
  });

  it('shows a tooltip over a point, and hides it again', async () => {
    const tooltip = page.locator('#tooltip');
    expect(await tooltip.isVisible()).toBe(false);
    const points = '#time-per-element .drawing:not([hidden]) .wide .mark-symbol [data-tip]';
    await page.locator(points).first().hover();
    await tooltip.waitFor({ state: 'visible' });
    expect(await tooltip.innerText()).toMatch(/three-pass-recompute[\s\S]*4 Ki[\s\S]* ns/);
    await page.locator('h1').hover();
    await tooltip.waitFor({ state: 'hidden' });
  });

  it('hides and highlights the series of a legend', async () => {
    const marks = page.locator('#speedup .wide [data-series=two-pass]');
    const entry = page.locator('#speedup').getByRole('button', { name: 'two-pass', exact: true });
    await entry.hover();
    expect(await page.locator('#speedup .wide [data-series=online].dim').count()).toBeGreaterThan(
      0,
    );
    expect(await page.locator('#speedup .wide [data-series=two-pass].dim').count()).toBe(0);
    await entry.click();
    expect(await marks.first().isVisible()).toBe(false);
    await entry.click();
    expect(await marks.first().isVisible()).toBe(true);
  });

  it('switches the first figure to another target', async () => {
    const drawings = page.locator('#time-per-element .drawing');
    const choices = page.locator('#time-per-element input[type=radio]');
    expect(await choices.count()).toBe(await drawings.count());
    await choices.last().check();
    expect(await drawings.first().isVisible()).toBe(false);
    expect(await drawings.last().isVisible()).toBe(true);
  });

  it('offers the analysis, a table and each figure as a file', async () => {
    const analysis = JSON.parse(await downloaded('Download analysis.json')) as object;
    expect(analysis).toHaveProperty('answer');
    expect(await downloaded('Download summary.csv')).toMatch(/^run_id,/);
    const svg = await downloaded('Download as SVG', '#floor');
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>$/);
    expect(svg).not.toMatch(/var\(|data-/);
  });

  it('shows its figures with scripts blocked', async () => {
    const still = await open({ viewport: { width: 900, height: 900 }, javaScriptEnabled: false });
    expect(await still.locator('#time-per-element .wide svg').first().isVisible()).toBe(true);
    expect(await still.locator('.switch').first().isVisible()).toBe(false);
    await still.close();
  });

  it('has the answer, the numbers and the figure on a first screen of 1280 x 800', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.evaluate('scrollTo(0, 0)');
    const picture = await page.locator('#time-per-element .drawing:not([hidden])').boundingBox();
    expect(picture!.y).toBeLessThan(520);
    expect(picture!.width).toBeGreaterThan(1100);
    expect(await page.locator('.numbers > div').count()).toBe(4);
  });

  describe('with all its parts unfolded', () => {
    beforeAll(() =>
      page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })"),
    );

    it.each([390, 768, 1920, 1280])('cuts nothing off at a width of %i px', async (width) => {
      await page.setViewportSize({ width, height: 800 });
      // Tables look whether they fit after the next drawing.
      await page.evaluate('new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)))');
      const layout = await page.evaluate<{
        page: number;
        shownPerDrawing: number[];
        cutFigures: string[];
        silentTables: string[];
      }>(`({
      page: document.documentElement.scrollWidth,
      shownPerDrawing: [...document.querySelectorAll('.drawing:not([hidden])')]
        .filter((drawing) => drawing.getClientRects().length > 0)
        .map((drawing) => [...drawing.querySelectorAll('svg')].filter((svg) => svg.getClientRects().length > 0).length),
      cutFigures: [...document.querySelectorAll('figure')].flatMap((figure) =>
        [...figure.querySelectorAll('svg')]
          .filter((svg) => svg.getBoundingClientRect().right > figure.getBoundingClientRect().right + 1)
          .map(() => figure.id)),
      silentTables: [...document.querySelectorAll('.table')]
        .filter((frame) => frame.scrollWidth > frame.clientWidth && (
          frame.previousElementSibling.hidden || frame.tabIndex !== 0 || frame.getAttribute('role') !== 'region'))
        .map((frame) => frame.ariaLabel),
    })`);
      expect(layout).toEqual({
        page: width,
        shownPerDrawing: layout.shownPerDrawing.map(() => 1),
        cutFigures: [],
        silentTables: [],
      });
    });

    it('scrolls no table at 1280 px', async () => {
      expect(await page.locator('.hint:visible').count()).toBe(0);
    });

    it('has nothing that axe finds', async () => {
      const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
      await page.evaluate(readFileSync(source, 'utf8'));
      expect(await violations('axe.run()')).toEqual([]);
    });

    it('is light on dark where the reader prefers that, figures included', async () => {
      await page.emulateMedia({ colorScheme: 'dark' });
      const paints = await page.evaluate<{ page: string; text: string; title: string }>(`({
        page: getComputedStyle(document.body).backgroundColor,
        text: getComputedStyle(document.body).color,
        title: getComputedStyle(document.querySelector('#bandwidth .role-title-text text')).fill,
      })`);
      expect(paints).toEqual({
        page: 'rgb(20, 23, 26)',
        text: 'rgb(230, 232, 234)',
        title: 'rgb(230, 232, 234)',
      });
      // Colours are all that changes.
      expect(await violations("axe.run({ runOnly: ['color-contrast'] })")).toEqual([]);
    });

    async function violations(run: string): Promise<readonly string[]> {
      return await page.evaluate<string[]>(
        `${run}.then(({ violations }) => violations.map(({ id, nodes }) => \`\${id}: \${nodes[0].html.slice(0, 200)}\`))`,
      );
    }
  });
});
