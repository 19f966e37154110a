import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { goldenDocument } from '../../testing/golden-document.js';
import { hasBrowser, launchBrowser } from '../../testing/browser.js';
import { hostileDocument, hostileModel } from '../../testing/hostile-document.js';
import { drawFigures } from '../figures/draw.js';
import { figures } from '../figures/run-figures.js';
import { vendorPath } from '../figures/vega.js';
import { scriptJson } from '../shared/html-escape.js';
import { renderHtml } from './html-report.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-'));
const path = join(folder, 'report.html');

// From a hostile result in all tests: what is true for it is true for a friendly one.
beforeAll(async () => {
  const analysis = analyze(hostileDocument());
  const drawn = await drawFigures(analysis);
  writeFileSync(path, renderHtml(analysis, drawn, readFileSync(vendorPath('page.js'), 'utf8')));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('renderHtml', () => {
  it('writes the page as the golden file has it', async () => {
    const analysis = analyze(goldenDocument());
    const figure = { id: 'one', title: 'One', caption: 'A caption.', svg: '<svg></svg>', spec: {} };
    const html = renderHtml(
      analysis,
      [
        { ...figure, status: 'drawn' },
        { id: 'two', title: 'Two', status: 'empty', reason: 'Nothing was sampled.' },
      ],
      'script();',
    );
    const unstyled = html.replace(/<style>[^<]*<\/style>/, '<style></style>');
    await expect(unstyled).toMatchFileSnapshot('../../testing/golden/report.html');
  });

  it('stays below 1.5 MB and refers to nothing outside', () => {
    expect(statSync(path).size).toBeLessThan(1.5e6);
    const html = readFileSync(path, 'utf8').replace(/<script>[\s\S]*<\/script>/, '');
    // Not toMatch, which would print a megabyte.
    expect(/<link|<img|<iframe|@import|url\((?!#)/.exec(html)?.[0]).toBeUndefined();
  });

  it('opens with the answer and has a place for every figure', () => {
    const html = readFileSync(path, 'utf8');
    expect(html.indexOf('class="answer"')).toBeLessThan(html.indexOf('>Machine<'));
    expect(html.match(/<figure>/g)).toHaveLength(figures.length);
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
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /** The page from disk, with its requests and its messages on the console. */
  async function open(options: BrowserContextOptions) {
    const context = await browser.newContext({ viewport: { width: 900, height: 900 }, ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(path).href);
    return { page, requests, complaints };
  }

  async function drawnInteractively(page: Page): Promise<number> {
    const drawn = page.locator('[data-drawn=interactive]');
    const count = await page.locator('.drawing').count();
    await drawn.nth(count - 1).waitFor();
    return await drawn.count();
  }

  it('draws its figures again, without a request or a word on the console', async () => {
    const { page, requests, complaints } = await open({});
    expect(await drawnInteractively(page)).toBe(figures.length);
    expect(await page.locator('.drawing svg').count()).toBe(figures.length);
    expect({ requests, complaints }).toEqual({
      requests: [pathToFileURL(path).href],
      complaints: [],
    });
  });

  it('shows a hostile CPU model as text', async () => {
    const { page } = await open({});
    await drawnInteractively(page);
    expect(await page.title()).toBe(`Softmax on ${hostileModel}`);
    expect(await page.locator('h1').innerText()).toBe(`Softmax on ${hostileModel}`);
    expect(await page.locator('img').count()).toBe(0);
  });

  it('shows a tooltip over a point, and hides it again', async () => {
    const { page } = await open({});
    await drawnInteractively(page);
    const tooltip = page.locator('#tooltip');
    expect(await tooltip.isVisible()).toBe(false);
    const point = page.locator('#time-per-element .mark-symbol path').first();
    await point.scrollIntoViewIfNeeded();
    await point.hover();
    await tooltip.waitFor({ state: 'visible' });
    expect(await tooltip.innerText()).toMatch(/three-pass-recompute[\s\S]*4 Ki[\s\S]* ns/);
    await page.locator('h2').first().hover();
    await tooltip.waitFor({ state: 'hidden' });
  });

  it('is light on dark where the reader prefers that, figures included', async () => {
    const { page } = await open({ colorScheme: 'dark' });
    await drawnInteractively(page);
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
  });

  it('shows static figures with scripts blocked', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    expect(await page.locator('.drawing svg').count()).toBe(figures.length);
    expect(await page.locator('#time-per-element').isVisible()).toBe(true);
  });

  it('does not spill over the side of a phone', async () => {
    const { page } = await open({ viewport: { width: 390, height: 800 } });
    await drawnInteractively(page);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
  });
});
