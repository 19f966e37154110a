import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';

import { loadRunConfig } from '../config/load-config.js';
import { presetNames } from '../config/presets.js';
import { examplesOf, helpTextOf } from './help-texts.js';
import { createProgram } from './program.js';

/** The program, whose commands do nothing but note that they were called. */
function silentProgram(called: string[] = []): Command {
  const silent = (): void => undefined;
  const program = createProgram({
    io: { stdout: silent, stderr: silent, columns: 80, isInteractive: false, color: false },
    interruptSignal: () => new AbortController().signal,
    setExitCode: silent,
  });
  for (const command of program.commands) {
    command.action(() => {
      called.push(command.name());
    });
  }
  return program;
}

const names = silentProgram().commands.map((command) => command.name());

/** What --help prints. */
function helpOf(name: string): string {
  let text = '';
  const program = silentProgram();
  const command = program.commands.find((own) => own.name() === name) ?? program;
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 80 });
  command.outputHelp();
  return text;
}

describe.each([...names, ''])('the help of "%s"', (name) => {
  it('has examples, a duration and exit codes in 80 columns', () => {
    const help = helpOf(name);
    expect(help).toMatch(/^Examples:\n {2}softmax-bench /m);
    expect(help).toMatch(/^Duration: /m);
    expect(help).toMatch(/^Exit codes:\n {2}0 {4}done/m);
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('has examples that parse', async () => {
    const own = examplesOf(name);
    expect(own.length).toBeGreaterThan(0);
    for (const words of own.filter(([word]) => word !== 'help')) {
      const called: string[] = [];
      await silentProgram(called).parseAsync(['node', 'softmax-bench', ...words]);
      expect(called).toEqual([name === '' ? words[0] : name]);
    }
  });
});

it('gives run the durations of the presets', () => {
  for (const preset of presetNames()) {
    const { budgetSeconds } = loadRunConfig({ preset, file: null, overrides: {} });
    expect(helpTextOf('softmax-bench', 'run')).toContain(`${preset} ${budgetSeconds} s`);
  }
});
