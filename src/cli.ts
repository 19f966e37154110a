#!/usr/bin/env node
import { Command, CommanderError } from 'commander';

import type { DoctorOptions } from './cli/doctor.js';
import type { CompareFlags } from './cli/compare.js';
import type { ExportFlags } from './cli/export.js';
import { declareRunFlags, runOptionsOf, type RunFlags } from './cli/run-flags.js';
import type { GalleryFlags } from './cli/gallery.js';
import type { Io } from './cli/io.js';
import type { ListOptions } from './cli/list.js';
import type { ReportFlags } from './cli/report.js';
import { SoftmaxBenchError, exitCodes } from './errors.js';
import { packageInfo } from './package-root.js';

// The only file that touches the process: arguments, streams, signals, exit code. Commands are imported
// when they are called, so that --help does not wait for them.

const { name, version } = packageInfo();

const io: Io = {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  columns: process.stdout.columns || 80,
  isInteractive: process.stderr.isTTY,
  color: process.stdout.isTTY && process.env.NO_COLOR === undefined,
};

function createProgram(): Command {
  const program = new Command(name)
    .description('Times three-pass, two-pass and online softmax beside a memcpy baseline.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`${name}: ${onOneLine(text)}\n`) })
    .showHelpAfterError(`Run '${name} --help' to see what there is.`);

  declareRunFlags(program.command('run'))
    .description('measure, show the result as a table and write it to result.json')
    .showHelpAfterError(`Run '${name} run --help' to see the flags.`)
    .action(async (flags: RunFlags) => {
      const options = runOptionsOf(flags);
      const { runCommand } = await import('./cli/run.js');
      process.exitCode = await runCommand(options, io, interruptSignal());
    });

  program
    .command('list')
    .description('show algorithms, targets and presets')
    .option('--json', 'as JSON')
    .action(async (options: ListOptions) => {
      const { listCommand } = await import('./cli/list.js');
      listCommand(options, io);
    });

  program
    .command('doctor')
    .description('show what on this machine makes figures unsteady or misleading')
    .option('--json', 'as JSON')
    .action(async (options: DoctorOptions) => {
      const { doctorCommand } = await import('./cli/doctor.js');
      process.exitCode = doctorCommand(options, io);
    });

  program
    .command('report')
    .description('show a result, or write a report of it')
    .argument('<result>', 'result.json, or the folder that holds it')
    .option('--format <format>', 'terminal, markdown, html, csv, json or svg', 'terminal')
    .option(
      '--peak-bandwidth <GB/s>',
      'what memory can deliver at most: figures above it are named',
    )
    .option('--target <target>', 'what the answer and the figures are about (default: the fastest)')
    .option('--cache-state <state>', 'likewise')
    .option('-o, --out <path>', 'file (for svg: folder) to write (default: stdout, or beside it)')
    .action(async (path: string, flags: ReportFlags) => {
      const { reportCommand } = await import('./cli/report.js');
      await reportCommand(path, flags, io);
    });

  program
    .command('export')
    .description('write one table over all of the given results')
    .argument('<result...>', 'result.json files, or the folders that hold them')
    .option('--format <format>', 'csv or json', 'csv')
    .option('--table <table>', 'summary (a row for each cell), passes or samples', 'summary')
    .option('-o, --out <file>', 'where the table goes (default: stdout)')
    .action(async (paths: string[], flags: ExportFlags) => {
      const { exportCommand } = await import('./cli/export.js');
      await exportCommand(paths, flags, io);
    });

  program
    .command('compare')
    .description('compare machines, or one before and after a change, by their results')
    .argument('<result...>', 'result.json files, folders that hold some, or globs')
    .option(
      '--baseline <machine>',
      'what to compare with: a file, a folder or a name (default: the first)',
    )
    .option('--metric <metric>', 'time, pass-bandwidth, skeleton-fraction or speedup', 'time')
    .option(
      '--by <size>',
      'element-count, or llc-relative: sizes by the own last-level cache, speed by the own copy',
      'element-count',
    )
    .option(
      '--format <format>',
      'terminal, markdown, html, csv (cells of two machines, the ranking of more) or json',
      'terminal',
    )
    .option('--fail-on-regression <percent>', 'exit with 1 when something is surely worse by more')
    .option('-o, --out <file>', 'file to write (default: stdout, or comparison.md or .html)')
    .action(async (paths: string[], flags: CompareFlags) => {
      const { compareCommand } = await import('./cli/compare.js');
      process.exitCode = await compareCommand(paths, flags, io);
    });

  program
    .command('gallery')
    .description('write a static site: a page for each machine, and one that compares them')
    .argument('<folder>', 'where the results are')
    .requiredOption('-o, --out <folder>', 'where the site goes')
    .action(async (folder: string, flags: GalleryFlags) => {
      const { galleryCommand } = await import('./cli/gallery.js');
      await galleryCommand(folder, flags, io);
    });

  program
    .command('schema')
    .description('print the JSON Schema of a config file, a result or an analysis')
    .argument('<name>', 'config, result or analysis')
    .action(async (schemaName: string) => {
      const { schemaCommand } = await import('./cli/schema.js');
      schemaCommand(schemaName, io);
    });

  return program;
}

/**
 * Aborts on Ctrl-C, a polite kill, a terminal that closes or a reader of our output that has gone; a second
 * Ctrl-C or kill ends the process at once.
 */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  process.on('SIGHUP', () => {
    controller.abort();
  });
  onClosedOutput = () => {
    controller.abort();
  };
  return controller.signal;
}

/** Tells the user what went wrong. Returns the exit code. */
function reportError(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has written its message. Its own code for a usage error is 1.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  if (error instanceof SoftmaxBenchError) {
    // It may quote a file, which must not command the terminal. A message about a config has several lines.
    const message = error.message.replaceAll(/(?!\n)\p{Cc}/gu, ' ');
    io.stderr(`${name}: ${message}\n`);
    return error.exitCode;
  }
  io.stderr(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.failure;
}

function onOneLine(commanderError: string): string {
  return commanderError
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ');
}

/** Whoever read our output has gone (`softmax-bench list | head`, a closed terminal): no reason to complain. */
let onClosedOutput = (): void => process.exit();

function noticeClosedOutput(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  onClosedOutput();
}

process.stdout.on('error', noticeClosedOutput);
process.stderr.on('error', noticeClosedOutput);

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportError(error);
}
