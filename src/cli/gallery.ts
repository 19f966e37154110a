import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { analyze } from '../analysis/analyze.js';
import { compareMachines } from '../compare/compare-machines.js';
import type { ComparedRun } from '../compare/compared-run.js';
import { groupRuns, type MachineRuns } from '../compare/machines.js';
import { prepareOutputFolder, readDocument } from '../storage/store.js';
import { writeAtomically } from '../storage/atomic-file.js';
import { printable } from '../printable.js';
import { SoftmaxBenchError } from '../errors.js';
import { downloadHead } from '../reports/comparison/html-comparison.js';
import { words } from '../reports/shared/cell-text.js';
import type { ContentTable } from '../reports/shared/content-table.js';
import type { Io } from './io.js';
import { cpuSlug } from '../run/output-folder.js';
import { readRuns } from './read-runs.js';
import { writeHtml as writeComparison } from './write-comparisons.js';
import { drawFigures } from '../reports/figures/draw.js';
import { writeHtml as writeReport } from '../run/write-reports.js';

/** The flags of `gallery` as commander hands them over. */
export interface GalleryFlags {
  readonly out: string;
}

/** Pages of machines, and copies of the results, lie in these folders, beside `index.html`. */
const machineFolder = 'machines';
const resultFolder = 'results';

/**
 * Writes a site of static pages that works from disk: `index.html` compares the machines, and each has the report
 * of its latest run as a page of its own. Every result is copied, for download. Machines of a table of sweeps have neither.
 * @throws SoftmaxBenchError when no result is left, and for a file that cannot be written.
 */
export async function galleryCommand(folder: string, flags: GalleryFlags, io: Io): Promise<void> {
  const { runs, unusable } = await readRuns([folder], io);
  const [first] = runs;
  if (first === undefined) {
    throw new SoftmaxBenchError(
      `${folder} holds no result to show; expected a folder or a table with some`,
    );
  }
  prepareOutputFolder(join(flags.out, machineFolder));
  prepareOutputFolder(join(flags.out, resultFolder));
  const grouping = groupRuns(runs);
  const { machines } = grouping;
  const baseline = machines.find((machine) => machine.runs.includes(first))!.name;
  const pages = pagesOf(
    machines.filter(({ runs: own }) => own.some(hasResult)).map(({ name }) => name),
  );
  for (const { name, runs: own } of machines) {
    const page = pages.get(name);
    if (page === undefined) continue;
    const document = readDocument(own.findLast(hasResult)!.path);
    io.stderr(`${name}\n`);
    const analysis = analyze(document);
    writeReport(join(flags.out, page), { analysis, document }, await drawFigures(analysis), {
      text: 'All machines',
      target: '../index.html',
    });
  }
  if (pages.size < machines.length) {
    io.stderr(
      `${machines.length - pages.size} machines have no page: a table of sweeps holds no samples\n`,
    );
  }
  const view = { metric: 'time', by: 'element-count', targets: 'best' } as const;
  const compared = compareMachines(grouping, baseline, view, unusable);
  const index = join(flags.out, 'index.html');
  await writeComparison(index, compared, {
    pageOf: (name) => pages.get(name) ?? null,
    downloads: copyResults(machines, pages, flags.out),
  });
  io.stdout(`${index}\n`);
}

/** Whether the file of a run is its result, not a table of many. */
function hasResult({ isFromTable = false }: ComparedRun): boolean {
  return !isFromTable;
}

/** Copies every result into the site, under the name of the page of its machine. */
function copyResults(
  machines: readonly MachineRuns[],
  pages: ReadonlyMap<string, string>,
  folder: string,
): ContentTable {
  const rows = machines.flatMap(({ name, runs }) =>
    runs.filter(hasResult).map(({ path, run }, index) => {
      const slug = basename(pages.get(name)!, '.html');
      const number = index === 0 ? '' : `-${index + 1}`;
      const copy = `${resultFolder}/${slug}${number}.json`;
      writeAtomically(join(folder, copy), readFileSync(path, 'utf8'));
      const started = printable(run.startedAtUtc)
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC');
      return [name, started, printable(run.tool.version), copy];
    }),
  );
  return {
    title: 'Results',
    note: 'As measured; softmax-bench report and compare read them.',
    columns: words('machine', 'measured', 'version', downloadHead),
    rows,
  };
}

/** By the name of the machine the path of its page, with `/`; none twice. */
function pagesOf(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const slug = cpuSlug(name);
      let unique = slug;
      for (let number = 2; taken.has(unique); number += 1) unique = `${slug}-${number}`;
      taken.add(unique);
      return [name, `${machineFolder}/${unique}.html`];
    }),
  );
}
