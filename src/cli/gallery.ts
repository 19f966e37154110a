import { basename, join } from 'node:path';

import { analyze } from '../analysis/analyze.js';
import { compareMachines } from '../compare/compare-machines.js';
import type { ComparedRun } from '../compare/compared-run.js';
import { groupRuns, type MachineRuns } from '../compare/machines.js';
import { prepareOutputFolder, readDocument, readResultBytes } from '../storage/store.js';
import { isNoRegularFile, writeOwnFile } from '../storage/atomic-file.js';
import { fileKeyOf, statIfThere } from '../storage/file-system.js';
import { printable } from '../printable.js';
import { SoftmaxBenchError } from '../errors.js';
import { downloadHead } from '../reports/comparison/html-comparison.js';
import { words } from '../reports/shared/cell-text.js';
import type { ContentTable } from '../reports/shared/content-table.js';
import type { Io } from './io.js';
import { cpuSlug } from '../run/output-folder.js';
import { requireOwnSite } from './own-site.js';
import { readRuns } from './read-runs.js';
import { writeHtml as writeComparison } from './write-comparisons.js';
import { drawFigures } from '../reports/figures/draw.js';
import { writeHtml as writeReport } from '../run/write-reports.js';

/** The flags of `gallery` as commander hands them over. */
export interface GalleryFlags {
  readonly out: string;
}

const indexName = 'index.html';
/** Pages of machines, and copies of the results, lie in these folders, beside the index. */
const machineFolder = 'machines';
const resultFolder = 'results';

/**
 * Writes a site of static pages that works from disk: `index.html` compares the machines, and each has the report
 * of its latest run as a page of its own. Every result is copied, for download. Machines of a table of sweeps have neither.
 * @throws SoftmaxBenchError when no result is left, where the folder holds what is no such site, and for a file that
 * cannot be written.
 */
export async function galleryCommand(folder: string, flags: GalleryFlags, io: Io): Promise<void> {
  if (isNoRegularFile(folder)) {
    throw new SoftmaxBenchError(`${folder} is no folder: a page is read again from its result`);
  }
  const { runs, unusable } = await readRuns([folder], io);
  const [first] = runs;
  if (first === undefined) {
    throw new SoftmaxBenchError(
      `${folder} holds no result to show; expected a folder or a table with some`,
    );
  }
  const grouping = groupRuns(runs);
  const { machines } = grouping;
  const baseline = machines.find((machine) => machine.runs.includes(first))!.name;
  const pages = pagesOf(
    machines.filter(({ runs: own }) => own.some(hasResult)).map(({ name }) => name),
  );
  const copies = copiesOf(machines, pages);
  requireOwnSite(
    flags.out,
    [machineFolder, resultFolder],
    [indexName, ...pages.values(), ...copies.map(({ copy }) => copy)],
  );
  requireNoSource(flags.out, copies);
  prepareOutputFolder(join(flags.out, machineFolder));
  prepareOutputFolder(join(flags.out, resultFolder));
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
  for (const { copy, source } of copies) {
    writeOwnFile(join(flags.out, copy), readResultBytes(source));
  }
  const index = join(flags.out, indexName);
  await writeComparison(index, compared, writeOwnFile, {
    pageOf: (name) => pages.get(name) ?? null,
    downloads: downloadsOf(copies),
  });
  io.stdout(`${index}\n`);
}

/** Whether the file of a run is its result, not a table of many. */
function hasResult({ isFromTable = false }: ComparedRun): boolean {
  return !isFromTable;
}

/** A result in the site, for download. */
interface Copy {
  readonly machine: string;
  readonly run: ComparedRun['run'];
  readonly source: string;
  /** Its path in the site, with `/`. */
  readonly copy: string;
}

/** Every result, under the name of the page of its machine. */
function copiesOf(
  machines: readonly MachineRuns[],
  pages: ReadonlyMap<string, string>,
): readonly Copy[] {
  return machines.flatMap(({ name, runs }) =>
    runs.filter(hasResult).map(({ path, run }, index) => {
      const slug = basename(pages.get(name)!, '.html');
      const number = index === 0 ? '' : `-${index + 1}`;
      const copy = `${resultFolder}/${slug}${number}.json`;
      return { machine: name, run, source: path, copy };
    }),
  );
}

/** @throws SoftmaxBenchError where a copy would take the place of another result that is shown. */
function requireNoSource(folder: string, copies: readonly Copy[]): void {
  const keyOf = (path: string): string | null => {
    const stats = statIfThere(path);
    return stats === undefined ? null : fileKeyOf(stats);
  };
  const sources = new Map(copies.map(({ source }) => [keyOf(source), source]));
  for (const { copy, source } of copies) {
    const path = join(folder, copy);
    const key = keyOf(path);
    const replaced = key === null ? undefined : sources.get(key);
    if (replaced !== undefined && replaced !== source) {
      throw new SoftmaxBenchError(
        `${path} is a result of the site: choose another folder with --out`,
      );
    }
  }
}

function downloadsOf(copies: readonly Copy[]): ContentTable {
  const rows = copies.map(({ machine, run, copy }) => {
    const started = printable(run.startedAtUtc)
      .replace('T', ' ')
      .replace(/\.\d+Z$/, ' UTC');
    return [machine, started, printable(run.tool.version), copy];
  });
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
