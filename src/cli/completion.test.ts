import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { compareCommand } from './compare.js';
import { completionChoices } from './completion/choices.js';
import { completionsOf } from './completion/completions.js';
import { shells } from './completion/shells.js';
import { completionCommand } from './completion.js';
import type { Io } from './io.js';
import { createProgram } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-completion-'));
writeFileSync(join(folder, 'my result.json'), '');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function ioTo(stdout: (text: string) => void): Io {
  return { stdout, stderr: () => undefined, columns: 80, isInteractive: false, color: false };
}

const program = createProgram({
  io: ioTo(() => undefined),
  interruptSignal: () => new AbortController().signal,
  setExitCode: () => undefined,
});

function scriptFor(shell: string): string {
  let script = '';
  completionCommand(
    shell,
    program,
    ioTo((text) => (script += text)),
  );
  return script;
}

function hasShell(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

/** What bash offers for the last word. */
function offered(...words: readonly string[]): readonly string[] {
  const typed = words.map((word) => `'${word}'`).join(' ');
  const lines = [
    scriptFor('bash'),
    `COMP_WORDS=(softmax-bench ${typed}); COMP_CWORD=${words.length}`,
    '_softmax_bench; printf "%s\\n" "${COMPREPLY[@]}"',
  ];
  const { stdout, stderr } = spawnSync('bash', ['-c', lines.join('\n')], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion', () => {
  it.each(shells.map((shell) => [shell]))('is a script that %s accepts', (shell) => {
    const path = join(folder, `script.${shell}`);
    writeFileSync(path, scriptFor(shell));
    if (!hasShell(shell)) return;
    const { status, stderr } = spawnSync(shell, ['-n', path], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('knows no other shell', () => {
    expect(() => scriptFor('tcsh')).toThrow(SoftmaxBenchError);
    expect(() => scriptFor('tcsh')).toThrow('completion: expected bash, zsh, fish, got "tcsh"');
  });

  it.each(shells.map((shell) => [shell]))('has every command and flag for %s', (shell) => {
    const script = scriptFor(shell);
    for (const command of program.commands) {
      expect(script).toContain(command.name());
      for (const { long } of command.options) {
        expect(script).toContain(shell === 'fish' ? `-l ${long!.slice(2)} ` : long);
      }
    }
  });

  it('has choices for flags and arguments that exist', () => {
    const keys = completionsOf(program).flatMap(({ name, options }) => [
      name,
      ...options.flatMap(({ flags }) => flags.map((flag) => `${name} ${flag}`)),
    ]);
    expect([...completionChoices().keys()].filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('offers the formats that compare takes', async () => {
    const flags = { format: 'none', metric: 'time', by: 'element-count' };
    const failure = compareCommand(
      [],
      flags,
      ioTo(() => undefined),
    );
    const { message } = (await failure.catch((error: unknown) => error)) as Error;
    for (const format of completionChoices().get('compare --format')!) {
      expect(message).toMatch(new RegExp(`expected .*\\b${format}\\b`));
    }
  });
});

describe.runIf(hasShell('bash'))('in bash', () => {
  it.each<[readonly string[], readonly string[]]>([
    [['exp'], ['export']],
    [['run', '--prec'], ['--precision']],
    [['run', '--preset', 'q'], ['quick']],
    [['run', '--targets', 'avx512,ne'], ['avx512,neon']],
    [['report', '--format', '=', 'dec'], ['decision']],
    [['report', '--format', '='], [...completionChoices().get('report --format')!]],
    [['export', '--table', 'sp'], ['speedups']],
    [['schema', 'an'], ['analysis']],
    [['completion', 'z'], ['zsh']],
    [['run', '--seed', ''], []],
    [['list', ''], []],
    [['export', join(folder, 'my')], [join(folder, 'my result.json')]],
    [['export', '-o', join(folder, 'my')], [join(folder, 'my result.json')]],
  ])('%j is completed', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  it('offers every command at first', () => {
    const names = program.commands.map((command) => command.name());
    expect(offered('')).toEqual(expect.arrayContaining(names));
  });
});
