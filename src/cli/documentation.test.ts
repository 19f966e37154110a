import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { analyze } from '../analysis/analyze.js';
import { knownKeys } from '../config/config-schema.js';
import { loadRunConfig } from '../config/load-config.js';
import { presetNames } from '../config/presets.js';
import { packageRoot } from '../package-root.js';
import { renderTerminalAnswer } from '../reports/run/terminal-answer.js';
import { readDocument } from '../storage/store.js';
import { capturedProgram } from '../testing/command-line.js';
import { runOptionsOf, type RunFlags } from './run-flags.js';

const root = packageRoot();
const read = (page: string): string => readFileSync(join(root, page), 'utf8');
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
];

describe('the README', () => {
  const text = read('README.md');

  it('has at most 120 lines', () => {
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(120);
  });

  it('shows the answer that the program prints of its reference', () => {
    const [, shown] = /^```text\n([^`]*)^```$/m.exec(text) ?? [];
    const document = readDocument(join(root, 'results', 'reference', 'amd-epyc-genoa-vm'));
    expect(shown).toBe(renderTerminalAnswer(analyze(document), { columns: 80, color: false }));
  });
});

describe('the pages', () => {
  it('name every flag of every command', () => {
    const text = read('docs/configuration.md') + read('docs/comparing.md');
    const flags = capturedProgram().program.commands.flatMap(({ options }) =>
      options.map(({ long }) => long),
    );
    expect(
      flags.filter((flag) => !text.includes(`\`${flag}`) && !text.includes(`${flag} `)),
    ).toEqual([]);
    expect(flags.length).toBeGreaterThan(30);
  });

  it('name every key of a config, and what the presets say', () => {
    const text = read('docs/configuration.md');
    const keys = Object.values(knownKeys).flat();
    expect(keys.filter((key) => !text.includes(key))).toEqual([]);
    for (const preset of presetNames()) {
      const { budgetSeconds, precisionPercent, processes } = loadRunConfig({
        preset,
        file: null,
        overrides: {},
      });
      const row = text.split('\n').find((line) => line.startsWith(`| \`${preset}\``)) ?? '';
      expect(row).toContain(` ${budgetSeconds} s `);
      expect(row).toContain(` ${precisionPercent}%`);
      expect(row).toContain(` ${processes} `);
    }
  });

  it.each(pages)('%s refers to files and headings that exist', (page) => {
    const broken = [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].flatMap(
      ([, link = '']) => (isThere(page, link) ? [] : [link]),
    );
    expect(broken).toEqual([]);
  });

  it.each(pages)('%s has command lines that the program takes', async (page) => {
    for (const line of commandLinesOf(read(page))) {
      await expect(parse(line), line).resolves.toBeUndefined();
    }
  });
});

function isThere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsOf(read(target)).includes(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What follows the name of the program in blocks of code, but those of JavaScript and Python, and in code within text. */
function commandLinesOf(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```(\w*)\n([^`]*)^```$/gm)].flatMap(
    ([, language = '', code = '']) => (['js', 'python'].includes(language) ? [] : code.split('\n')),
  );
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...spans].flatMap((code) =>
    [...code.matchAll(/\bsoftmax-bench ([a-z][^&|)#;]*)/g)].map(([, rest = '']) =>
      rest.replace(/ > .*$/, '').trim(),
    ),
  );
}

/** As the program would, without doing anything; the settings of a run are checked as well. */
async function parse(line: string): Promise<void> {
  const { program } = capturedProgram();
  for (const command of program.commands) command.action(() => undefined);
  program.commands
    .find((command) => command.name() === 'run')!
    .action((flags: RunFlags) => {
      const { config } = runOptionsOf(flags);
      if (config.file === null) loadRunConfig(config);
    });
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
  // A command alone is its name.
  const isName = words.length === 1 && program.commands.some((own) => own.name() === words[0]);
  if (isName) return;
  await program.parseAsync(words, { from: 'user' });
}
