import { Command } from 'commander';

import { packageInfo } from '../package-root.js';
import { declareAxisFilters } from './axis-filters.js';
import { declareCompareFlags, type CompareFlags } from './compare-flags.js';
import type { DoctorFlags } from './doctor.js';
import type { ExportFlags } from './export.js';
import type { FleetFlags } from './fleet.js';
import type { GalleryFlags } from './gallery.js';
import { helpTextOf } from './help-texts.js';
import type { Io } from './io.js';
import type { KernelFlags } from './kernel.js';
import type { ListFlags } from './list.js';
import { pathOf } from './output-path.js';
import type { ReportFlags } from './report.js';
import { declareRunFlags, runOptionsOf, type RunFlags } from './run-flags.js';
import { declareTuneFlags, type TuneFlags } from './tune-flags.js';

// Commands are imported when they are called, so that --help does not wait for them.

/** What a command gets of the process, besides its arguments. */
export interface CommandContext {
  readonly io: Io;
  /** Called once by a command that ends in order when it is interrupted. */
  readonly interruptSignal: () => AbortSignal;
  readonly setExitCode: (code: number) => void;
}

/** The command line: every subcommand with its flags. `parseAsync` of it runs one. */
export function createProgram(context: CommandContext): Command {
  const { name, version } = packageInfo();
  const program = new Command(name)
    .description('Times softmax algorithms, and the memory traffic that limits them, on this CPU.')
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`${name}: ${onOneLine(text)}\n`) })
    .showHelpAfterError(`Run '${name} --help' for the commands.`);
  for (const declare of [
    declareRun,
    declareTune,
    declareKernel,
    declareList,
    declareDoctor,
    declareReport,
    declareExport,
    declareCompare,
    declareGallery,
    declareFleet,
    declareSchema,
    declareCompletion,
  ]) {
    declare(program, context);
  }
  program.addHelpText('after', helpTextOf(name, ''));
  for (const command of program.commands) {
    command.addHelpText('after', helpTextOf(name, command.name()));
  }
  return program;
}

function declareRun(program: Command, context: CommandContext): void {
  declareRunFlags(program.command('run'))
    .description('measure, print the answer and write result.json and reports')
    .showHelpAfterError(`Run '${program.name()} run --help' for the flags.`)
    .action(async (flags: RunFlags) => {
      const options = runOptionsOf(flags);
      const { runCommand } = await import('./run.js');
      context.setExitCode(await runCommand(options, context.io, context.interruptSignal()));
    });
}

function declareTune(program: Command, context: CommandContext): void {
  declareTuneFlags(program.command('tune'))
    .description('find the fastest variants of the passes for this CPU, for run --variants tuned')
    .action(async (flags: TuneFlags) => {
      const { tuneCommand } = await import('./tune.js');
      context.setExitCode(await tuneCommand(flags, context.io, context.interruptSignal()));
    });
}

function declareKernel(program: Command, { io }: CommandContext): void {
  program
    .command('kernel')
    .description('print a kernel of your own to start from')
    .requiredOption('--template <language>', 'c, cpp or rust')
    .action(async (flags: KernelFlags) => {
      const { kernelCommand } = await import('./kernel.js');
      kernelCommand(flags, io);
    });
}

function declareList(program: Command, { io }: CommandContext): void {
  program
    .command('list')
    .description('show operations, algorithms, studies, targets and presets')
    .option('--libraries', 'show the libraries that can be compared with, or how to get them')
    .option('--python <command>', 'the Python in which these are looked for', 'python3')
    .option('--json', 'as JSON')
    .action(async (flags: ListFlags) => {
      const { listCommand } = await import('./list.js');
      await listCommand(flags, io);
    });
}

function declareDoctor(program: Command, { io, setExitCode }: CommandContext): void {
  program
    .command('doctor')
    .description('show what makes results of this machine unsteady or misleading')
    .option('--json', 'as JSON')
    .option('--llc <size>', 'last-level cache size, such as 32Mi')
    .action(async (flags: DoctorFlags) => {
      const { doctorCommand } = await import('./doctor.js');
      setExitCode(await doctorCommand(flags, io));
    });
}

function declareReport(program: Command, { io }: CommandContext): void {
  const command = program
    .command('report')
    .description('show a result, or write a report of it')
    .argument('<result>', 'result.json, or the folder that holds it')
    .option(
      '--format <format>',
      'terminal, markdown, html, csv, json, svg, decision or issue',
      'terminal',
    )
    .option('--study <study>', 'question to answer (default: the first study that was measured)')
    .option('--peak-bandwidth <GB/s>', 'theoretical DRAM bandwidth; results above it are flagged')
    .option(
      '-o, --out <path>',
      'file (for svg: folder) to write, - for stdout (default: stdout, or beside it)',
      pathOf('--out'),
    );
  declareAxisFilters(command).action(async (path: string, flags: ReportFlags) => {
    const { reportCommand } = await import('./report.js');
    await reportCommand(path, flags, io);
  });
}

function declareExport(program: Command, { io }: CommandContext): void {
  program
    .command('export')
    .description('write one table of all the given results, or one result for another tool')
    .argument('<result...>', 'result.json files, folders that hold some, or globs')
    .option(
      '--format <format>',
      'csv, json, jsonl or parquet; of one result: github-benchmark, bencher or google-benchmark',
      'csv',
    )
    .option(
      '--table <table>',
      'summary (a row for each configuration), speedups, passes, samples, externals or sweeps (default: summary)',
    )
    .option('-o, --out <file>', 'file to write, - for stdout (the default)', pathOf('--out'))
    .action(async (paths: string[], flags: ExportFlags) => {
      const { exportCommand } = await import('./export.js');
      await exportCommand(paths, flags, io);
    });
}

function declareCompare(program: Command, { io, setExitCode }: CommandContext): void {
  declareCompareFlags(program.command('compare'))
    .description('compare machines, or one machine before and after a change')
    .argument(
      '<result...>',
      'result.json files, folders that hold some, globs, or tables of sweeps (fleet.parquet)',
    )
    .action(async (paths: string[], flags: CompareFlags) => {
      const { compareCommand } = await import('./compare.js');
      setExitCode(await compareCommand(paths, flags, io));
    });
}

function declareGallery(program: Command, { io }: CommandContext): void {
  program
    .command('gallery')
    .description('write a static site: a page for each machine, and one that compares them')
    .argument('<folder>', 'folder with the results, or a table of sweeps (parquet)')
    .requiredOption('-o, --out <folder>', 'folder for the site', pathOf('--out'))
    .action(async (folder: string, flags: GalleryFlags) => {
      const { galleryCommand } = await import('./gallery.js');
      await galleryCommand(folder, flags, io);
    });
}

function declareFleet(program: Command, { io }: CommandContext): void {
  program
    .command('fleet')
    .description('print a job that measures many machines, to read, edit and submit')
    .argument('<kind>', 'slurm, kubernetes or containerfile')
    .option('--nodes <number>', 'nodes, one task each', '4')
    .option('--time <time>', 'time limit of a task, its reports included', '10m')
    .option('--folder <folder>', 'folder for a folder for each task', 'fleet')
    .option('--flags <text>', 'further flags of run, such as "--preset quick"', '')
    .option('--image <name>', 'image of the program (kubernetes; default: softmax-bench:<version>)')
    .option('--cpus <number>', 'CPUs of a pod (kubernetes)', '4')
    .option('--memory <GiB>', 'memory of a pod (kubernetes)', '8Gi')
    .action(async (kind: string, flags: FleetFlags) => {
      const { fleetCommand } = await import('./fleet.js');
      fleetCommand(kind, flags, io);
    });
}

function declareSchema(program: Command, { io }: CommandContext): void {
  program
    .command('schema')
    .description(
      'print the JSON Schema of a config file, a result, an analysis, a decision or a profile',
    )
    .argument('<name>', 'config, result, analysis, decision or profile')
    .action(async (schemaName: string) => {
      const { schemaCommand } = await import('./schema.js');
      schemaCommand(schemaName, io);
    });
}

function declareCompletion(program: Command, { io }: CommandContext): void {
  program
    .command('completion')
    .description('print a script that completes commands and flags in a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shellName: string) => {
      const { completionCommand } = await import('./completion.js');
      completionCommand(shellName, program, io);
    });
}

function onOneLine(commanderError: string): string {
  return commanderError
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ');
}
