import { createRequire } from 'node:module';
import { cpSync, mkdtempSync, readFileSync, rmSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { galleryCommand } from './gallery.js';
import { writeHtml } from './write-comparisons.js';
import { compareMachines } from '../compare/compare-machines.js';
import { groupRuns } from '../compare/machines.js';
import { reduceRun } from '../compare/reduce.js';
import { packageRoot } from '../package-root.js';
import { hasBrowser, launchBrowser } from '../testing/browser.js';
import { readDocument } from '../storage/store.js';
import { syntheticRun } from '../testing/synthetic-machine.js';

const machineCount = 200;
/** The others are like these, under other names. */
const measuredCount = 30;
const hostileLabel = '<img src=x onerror="document.title=1">"];alert(1)//';
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.runIf(hasBrowser)('a comparison in Chromium', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-'));
  const comparisonPath = join(folder, 'comparison.html');
  const smallPath = join(folder, 'small.html');
  const galleryPath = join(folder, 'site', 'index.html');
  const reference = join(folder, 'reference');
  let browser: Browser;
  /** The page of all machines, which is slow to open. */
  let shown: Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    const measured = Array.from({ length: measuredCount }, (_, index) => {
      const speed = 1 + index / 10;
      return reduceRun(syntheticRun({ name: `Machine ${index}`, speed, seed: index + 1 }));
    });
    const runs = Array.from({ length: machineCount }, (_, index) => {
      const { run, machine, ...like } = measured[index % measuredCount]!;
      return {
        ...like,
        path: `${index}.json`,
        run: {
          ...run,
          runId: `${run.runId}-${index}`,
          label: index === 7 ? hostileLabel : run.label,
        },
        machine: { ...machine, cpuModel: `Machine ${index}` },
      };
    });
    const view = { metric: 'time', by: 'element-count', targets: 'same' } as const;
    for (const [path, compared] of [
      [comparisonPath, runs],
      [smallPath, runs.slice(0, 8)],
    ] as const) {
      await writeHtml(path, compareMachines(groupRuns(compared), 'Machine 0', view, []));
    }
    // A copy, as the gallery leaves reduced files beside results.
    for (const name of ['amd-epyc-milan-vm', 'intel-xeon-emerald-rapids-vm']) {
      cpSync(join(packageRoot(), 'results', 'reference', name), join(reference, name), {
        recursive: true,
      });
    }
    const silent = () => undefined;
    await galleryCommand(
      reference,
      { out: join(folder, 'site') },
      { stdout: silent, stderr: silent, columns: 80, isInteractive: false, color: false },
    );
    browser = await launchBrowser();
    shown = await open(comparisonPath);
    await shown.page.locator('[data-drawn=interactive]').nth(4).waitFor();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function open(path: string) {
    // The policy of the page forbids every script but its own, also that of the checker.
    const context = await browser.newContext({
      viewport: { width: 1100, height: 900 },
      bypassCSP: true,
    });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(path).href);
    return { page, requests, complaints };
  }

  const rowsOf = (page: Page) => page.locator('table.sortable tbody tr');

  async function column(page: Page, index: number): Promise<readonly string[]> {
    return await page.locator(`table.sortable tbody td:nth-child(${index})`).allInnerTexts();
  }

  it('sorts by numbers and by names, up and down', async () => {
    const { page } = shown;
    expect(await rowsOf(page).count()).toBe(machineCount);
    expect(await rowsOf(page).filter({ visible: true }).count()).toBe(100);
    const read = page.getByRole('button', { name: 'read', exact: true });
    await read.click();
    const ascending = (await column(page, 9)).map(Number);
    expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
    expect(new Set(ascending).size).toBeGreaterThan(20);
    await read.click();
    expect((await column(page, 9)).map(Number)).toEqual(ascending.toReversed());
    const header = page.locator('table.sortable th').nth(8);
    expect(await header.getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'machine', exact: true }).press('Enter');
    const names = await column(page, 2);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
    expect(await header.getAttribute('aria-sort')).toBeNull();
  });

  it('filters by words and says how many rows are left', async () => {
    const { page } = shown;
    await page.getByRole('searchbox').fill('machine 19');
    const count = await rowsOf(page).filter({ visible: true }).count();
    expect(count).toBeGreaterThanOrEqual(11);
    expect(count).toBeLessThan(machineCount);
    expect(await page.locator('.filter output').innerText()).toBe(`${count} of ${machineCount}`);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: `Show all ${machineCount} rows` }).click();
    expect(await rowsOf(page).filter({ visible: true }).count()).toBe(machineCount);
  });

  it('draws its figures with tooltips, without a request or a word on the console', async () => {
    const { page, requests, complaints } = shown;
    const point = page.locator('#headline-gain .mark-symbol path').first();
    await point.scrollIntoViewIfNeeded();
    await point.hover();
    await page.locator('#tooltip').waitFor({ state: 'visible' });
    expect(await page.locator('#tooltip').innerText()).toMatch(/machine[\s\S]*Machine [\s\S]*gain/);
    expect({ requests, complaints }).toEqual({
      requests: [pathToFileURL(comparisonPath).href],
      complaints: [],
    });
  });

  it('shows a hostile label as text', async () => {
    const { page } = shown;
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toMatch(/^200 machines by speed: .*; and 197 more$/);
    await expect(column(page, 2)).resolves.toContainEqual(expect.stringMatching(/^<img src=x/));
  });

  it('leads from the gallery to each machine and back, from disk', async () => {
    const { page, requests, complaints } = await open(galleryPath);
    const links = page.locator('table.sortable a');
    expect(await links.count()).toBe(readdirSync(reference).length);
    await links.first().click();
    await page.waitForURL(/machines\/[\w-]+\.html$/);
    expect(await page.title()).toMatch(/^Softmax on /);
    await page.getByRole('link', { name: 'All machines' }).click();
    await page.waitForURL(/index\.html$/);
    const downloads = page.locator('a[href^="results/"]');
    expect(await downloads.count()).toBe(readdirSync(reference).length);
    const copy = join(folder, 'site', (await downloads.first().getAttribute('href'))!);
    expect(readDocument(copy).outcomes.length).toBeGreaterThan(0);
    await page.locator('summary').first().click();
    expect(await page.locator('details li').first().isVisible()).toBe(true);
    expect(requests).toHaveLength(3);
    expect(requests.every((url) => url.startsWith('file:'))).toBe(true);
    expect(complaints).toEqual([]);
  });

  it.each([
    // Axe takes its time for each row, and 200 rows are no other than 8.
    ['a comparison', smallPath],
    ['the gallery', galleryPath],
  ])('has nothing that axe complains of in %s', async (_, path) => {
    const { page } = await open(path);
    await page.locator('[data-drawn=interactive]').nth(3).waitFor();
    await page.addScriptTag({ path: axePath });
    const violations = await page.evaluate<string[]>(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
    );
    expect(violations).toEqual([]);
  });

  it('cuts no figure on a phone, and keeps pages of many machines short', async () => {
    const { page } = shown;
    const heightPx = await page.evaluate<number>('document.documentElement.scrollHeight');
    expect(heightPx).toBeLessThan(15_000);
    await page.setViewportSize({ width: 390, height: 844 });
    const widths = await page.evaluate<readonly number[]>(
      '[...document.querySelectorAll(".drawing svg")].filter((svg) => svg.checkVisibility()).map((svg) => svg.getBoundingClientRect().width)',
    );
    expect(widths.length).toBeGreaterThan(4);
    expect(Math.max(...widths)).toBeLessThanOrEqual(362);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  it('stays below 1 MB with 200 machines', () => {
    expect(readFileSync(comparisonPath).byteLength).toBeLessThan(1e6);
  });
});
