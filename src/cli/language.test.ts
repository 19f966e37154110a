import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { packageRoot } from '../package-root.js';
import { writeDocument } from '../storage/store.js';
import { capturedProgram } from '../testing/command-line.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { goldenDocument } from '../testing/golden-document.js';
import { syntheticRun } from '../testing/synthetic-machine.js';

/** What is not said, and what is said instead. */
const banned: readonly (readonly [RegExp, string])[] = [
  [/passed over/i, 'left out'],
  [/reckoned with/i, '32 MiB (reported, used)'],
  [/claimed nowhere/i, 'smaller differences count as ties'],
  [/told apart|tells? .{0,20}apart/i, 'the difference is (not) significant'],
  [/tell that from|from chance/i, 'inconclusive'],
  [/\bsurely\b/i, 'significantly'],
  [/\balike\b|\blikewise\b/i, 'the same'],
  [/stands? for itself/i, '(say it)'],
  [/\basked for\b/i, 'requested, target'],
  [/\bas far as\b/i, 'if, where'],
  [/\bweather\b/i, 'noise'],
  [/\bneed(s|ed)?\b/i, 'require, take'],
  [/\bof long standing\b/i, '(say it)'],
  [/\bclaims? (holds?|held)\b/i, 'consistent, valid'],
  [/\b(pays|paid) (at|from)\b/i, 'is faster from'],
  [/differs? from itself/i, 'A/A noise'],
  [/kept \(|all kept/i, 'none dropped'],
  [/was at work|what else runs/i, 'Load average 1.3 on 2 CPUs. Stop other jobs and retry.'],
  [/wanted to run/i, 'steal time'],
  [/ulp off/i, 'max error 2.28 ulp'],
  [/falls? to that of/i, 'drops to DRAM speed at'],
  [/seems? to be/i, 'is'],
  [/interval can tell/i, 'consistent with the bound'],
  [/on the baseline only/i, 'missing in the other run'],
  [/with itself/i, 'dedicated'],
  [/really/i, '(leave out)'],
  [/as it was planned/i, 'resume the interrupted run'],
  [/measuring ended/i, 'stopped'],
  [/as fast as/i, '1.3x faster'],
  [/footprint/i, 'working set'],
  [/wall clock/i, 'wall time'],
];

const inTexts = [...banned, [/\d %/, '12%']] as const;
/** In help `beside` is a folder. */
const inReports = [...inTexts, [/\bbeside\b/i, 'versus, over, with']] as const;

const root = packageRoot();

/** The phrases of a text that are not said, each with what surrounds it. */
function slipsIn(
  source: string,
  text: string,
  phrases: readonly (readonly [RegExp, string])[],
): readonly string[] {
  const line = text.replaceAll(/\s+/g, ' ');
  return phrases.flatMap(([phrase, better]) => {
    const found = phrase.exec(line);
    if (found === null) return [];
    const around = line.slice(Math.max(0, found.index - 30), found.index + 50).trim();
    return [`${source}: "${around}": say "${better}"`];
  });
}

describe('the language of the glossary', () => {
  const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-language-'));
  const resultOf = (name: string): string => join(folder, `${name}.json`);
  const texts = new Map<string, string>();

  beforeAll(async () => {
    const documents = {
      golden: goldenDocument(),
      fixture: fixtureDocument(['softmax', 'log-softmax', 'copy']),
      a: syntheticRun({ name: 'A', seed: 1 }),
      b: syntheticRun({ name: 'B', speed: 1.5, seed: 2 }),
      c: syntheticRun({ name: 'C', speed: 1.02, seed: 3 }),
    };
    for (const [name, document] of Object.entries(documents)) {
      writeDocument(resultOf(name), document);
    }
    const two = [resultOf('a'), resultOf('b')];
    for (const line of [
      ['doctor'],
      ['list'],
      ['report', resultOf('golden')],
      ...['markdown', 'html'].map((format) => ['report', resultOf('golden'), '--format', format]),
      ['report', resultOf('fixture')],
      ...['terminal', 'html', 'csv'].map((format) => {
        return ['compare', ...two, '--format', format];
      }),
      ['compare', ...two, resultOf('c')],
      ['compare', ...two, resultOf('c'), '--by', 'llc-relative'],
    ]) {
      texts.set(line.join(' ').replaceAll(folder, ''), await textOf(line));
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** What the program prints, or writes where a format is a file. */
  async function textOf(line: readonly string[]): Promise<string> {
    const { program, texts: printed } = capturedProgram();
    const isFile = /markdown|html/.test(line.at(-1)!);
    const path = join(folder, 'written');
    await program.parseAsync([...line, ...(isFile ? ['--out', path] : [])], { from: 'user' });
    if (!isFile) return printed.join('');
    return readFileSync(path, 'utf8')
      .replaceAll(/<(script|style|svg)\b[\s\S]*?<\/\1>/g, ' ')
      .replaceAll(/<[^>]+>/g, ' ');
  }

  it('is that of reports, comparisons, the doctor and lists', () => {
    expect([...texts].flatMap(([source, text]) => slipsIn(source, text, inReports))).toEqual([]);
  });

  it('has at most three significant digits in them', () => {
    const tooLong = [...texts].flatMap(([source, text]) =>
      source.endsWith('csv') ? [] : decimalsIn(text).filter(hasManyDigits),
    );
    expect(tooLong).toEqual([]);
    expect(decimalsIn('[1.234-1.4], 0.00244%').filter(hasManyDigits)).toEqual(['1.234']);
  });

  it('is that of the help', () => {
    const { program, texts: helps } = capturedProgram();
    for (const command of [program, ...program.commands]) command.outputHelp();
    expect(helps.length).toBeGreaterThan(8);
    expect(slipsIn('help', helps.join(''), inTexts)).toEqual([]);
  });

  it('is that of the docs', () => {
    const pages = [
      ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
      ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
    ];
    expect(
      pages.flatMap((page) => slipsIn(page, readFileSync(join(root, page), 'utf8'), banned)),
    ).toEqual([]);
  });

  it('is that of every text in the sources: messages, labels, descriptions', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => /(?<!\.test|\.d)\.ts$/.test(name) && !name.startsWith('testing'),
    );
    const slips = files.flatMap((name) =>
      textsIn(name).flatMap((text) => slipsIn(`src/${name}`, text, inTexts)),
    );
    expect(slips).toEqual([]);
    expect(files.length).toBeGreaterThan(200);
  });
});

/** Numbers with a decimal point, but for those of instants and versions. */
function decimalsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<![:\d.])\d+(?:\.\d+)+/g)]
    .map(([number]) => number)
    .filter((number) => number.split('.').length === 2);
}

function hasManyDigits(number: string): boolean {
  return number.replace('.', '').replace(/^0+/, '').length > 3;
}

/** The strings of a file, and the parts of its templates. */
function textsIn(name: string): readonly string[] {
  const path = join(root, 'src', name);
  const source = ts.createSourceFile(name, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || isTemplateRest(node)) {
      texts.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

function isTemplateRest(node: ts.Node): node is ts.TemplateMiddle | ts.TemplateTail {
  return ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
}
