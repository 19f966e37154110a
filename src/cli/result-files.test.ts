import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findResultFiles } from './result-files.js';

describe.runIf(process.platform !== 'win32')('files that arguments name', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softmax-bench-files-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const make = (...names: readonly string[]): void => {
    for (const name of names) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), '{}');
    }
  };
  const find = async (...args: readonly string[]) => {
    const { paths, unusable } = await findResultFiles(args.map((name) => join(folder, name)));
    const short = (path: string): string => relative(folder, path);
    return {
      paths: paths.map(short),
      unusable: unusable.map(({ path, reason }) => `${short(path)}: ${reason}`),
    };
  };

  it('are those below a folder in the order of their paths, but hidden and reduced ones', async () => {
    make('b.json', 'a/z.json', 'a-b/x.json', 'a/node_modules/m.json', '.h/h.json', '.h.json');
    make('b.reduced.json', 'note.txt');
    expect(await find('.')).toEqual({ paths: ['a-b/x.json', 'a/z.json', 'b.json'], unusable: [] });
  });

  it('come once, in whatever way they are named', async () => {
    make('a.json', 'b/c.json');
    symlinkSync(join(folder, 'a.json'), join(folder, 'link.json'));
    linkSync(join(folder, 'a.json'), join(folder, 'b', 'hard.json'));
    symlinkSync(folder, join(folder, 'b', 'up'));
    expect((await find('a.json', '*.json', '.')).paths).toEqual(['a.json', 'b/c.json']);
  });

  it('are those of each folder once, however many links lead to it', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `f${index}`);
    make(...names.map((name) => `${name}/r.json`));
    for (const name of names) {
      for (const other of names) symlinkSync(join('..', other), join(folder, name, `to-${other}`));
    }
    const once = names.map((name) => join(name, 'r.json')).toSorted();
    expect((await find('.')).paths).toEqual(once);
    expect((await find('**/*.json')).paths).toEqual(once);
    expect((await find('f0/*/*.json')).paths).toHaveLength(names.length);
  });

  it('may be a pipe when named, and only a file when found', async () => {
    make('a.json');
    expect(spawnSync('mkfifo', [join(folder, 'p.json')]).status).toBe(0);
    symlinkSync('/dev/zero', join(folder, 'zero.json'));
    symlinkSync('gone', join(folder, 'broken.json'));
    const unusable = [
      'broken.json: no such file or folder',
      'p.json: is not a regular file',
      'zero.json: is not a regular file',
    ];
    expect(await find('.')).toEqual({ paths: ['a.json'], unusable });
    expect((await find('p.json')).paths).toEqual(['p.json']);
  });

  it('are named with what the system refuses', async () => {
    symlinkSync('loop', join(folder, 'loop'));
    mkdirSync(join(folder, 'empty'));
    const long = 'a'.repeat(300);
    expect(await find('loop', long, 'empty', 'gone', 'gone*')).toEqual({
      paths: [],
      unusable: [
        'loop: cannot be read: a symbolic link leads to itself',
        `${long}: cannot be read: the name is too long`,
        'empty: the folder holds no JSON file',
        'gone: no such file or folder',
        'gone*: no file matches',
      ],
    });
  });

  it.runIf(process.getuid?.() !== 0)('may lie in a folder that may not be read', async () => {
    make('a.json', 'closed/b.json');
    chmodSync(join(folder, 'closed'), 0);
    const found = await find('.');
    chmodSync(join(folder, 'closed'), 0o700);
    expect(found).toEqual({
      paths: ['a.json'],
      unusable: ['closed: cannot be read: permission denied'],
    });
  });
});
