import { spawnSync } from 'node:child_process';
import { basename, extname, join, resolve } from 'node:path';

import { SoftmaxBenchError } from '../../../errors.js';
import { stemOf } from './parse-kernel.js';

const languages: Readonly<Record<string, Language>> = {
  '.c': { name: 'C', variable: 'CC', compilers: ['cc', 'gcc', 'clang'] },
  '.cc': { name: 'C++', variable: 'CXX', compilers: ['c++', 'g++', 'clang++'] },
};
const aliases: Readonly<Record<string, string>> = { '.cpp': '.cc', '.cxx': '.cc' };

interface Language {
  readonly name: string;
  /** Names the compiler, with flags of its own perhaps. */
  readonly variable: 'CC' | 'CXX';
  readonly compilers: readonly string[];
}

/** Whether a file is one that `compileKernel` compiles. */
export function isSource(file: string): boolean {
  return languageOf(file) !== undefined;
}

function languageOf(file: string): Language | undefined {
  const extension = extname(file).toLowerCase();
  return languages[aliases[extension] ?? extension];
}

/** Lines of the compiler in a message. */
const quotedLineCount = 6;

/**
 * Compiles a source file for this CPU.
 * @param folder for the shared object.
 * @param tell is told the command, and what the compiler warns of.
 * @returns the path of the shared object.
 * @throws SoftmaxBenchError with what the compiler says, and where there is none.
 */
export function compileKernel(
  source: string,
  folder: string,
  tell: (line: string) => void,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const language = languageOf(source);
  if (language === undefined) throw new Error(`${source} is in no language that is compiled`);
  const [command = '', ...flags] = compilerOf(language, environment);
  const object = `${stemOf(source)}.so`;
  // The name of the object alone goes into it, whatever the folder is.
  const args = [...flags, ...optimizing(), '-o', object, resolve(source), '-lm'];
  tell([command, ...args.map((arg) => (arg === object ? join(folder, object) : arg))].join(' '));
  const { status, signal, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
  });
  if (error !== undefined) throw new SoftmaxBenchError(`${command}: ${error.message}`);
  const lines = stderr.split('\n').filter((line) => line !== '');
  if (status !== 0) {
    const ending = signal === null ? [] : [`ended by ${signal}`];
    const quoted = [...lines.slice(0, quotedLineCount), ...ending].join('\n');
    throw new SoftmaxBenchError(`${basename(source)} does not compile with ${command}:\n${quoted}`);
  }
  for (const line of lines) tell(line);
  return join(folder, object);
}

/** With GCC and Clang -march=native is for x86 alone. */
function optimizing(): readonly string[] {
  const native = process.arch === 'x64' ? '-march=native' : '-mcpu=native';
  return ['-O3', native, '-shared', '-fPIC'];
}

/** The command that the environment names, with its flags, else the first usual one that answers. */
function compilerOf(
  { name, variable, compilers }: Language,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const named = environment[variable]?.trim() ?? '';
  if (named !== '') return named.split(/\s+/);
  const found = compilers.find((command) => spawnSync(command, ['--version']).status === 0);
  if (found !== undefined) return [found];
  throw new SoftmaxBenchError(
    `no ${name} compiler found: set ${variable}, or give a shared object that is built elsewhere`,
  );
}
