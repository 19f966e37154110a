import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openAtomically, requireWritable, writeAtomically } from './atomic-file.js';

const isUnix = process.platform !== 'win32';

describe.runIf(isUnix)('writeAtomically', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softmax-bench-atomic-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('replaces what a symbolic link leads to, and keeps the link', () => {
    writeFileSync(at('target'), 'former');
    symlinkSync('target', at('link'));
    symlinkSync('link', at('link-to-link'));
    symlinkSync('new', at('dangling'));
    writeAtomically(at('link-to-link'), 'whole');
    writeAtomically(at('dangling'), 'whole');
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(lstatSync(at('dangling')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('target'), 'utf8')).toBe('whole');
    expect(readFileSync(at('new'), 'utf8')).toBe('whole');
  });

  it('leaves the former target when it is given up', () => {
    writeFileSync(at('target'), 'former');
    symlinkSync('target', at('link'));
    const file = openAtomically(at('link'));
    file.write('half');
    file.discard();
    expect(readFileSync(at('link'), 'utf8')).toBe('former');
    expect(readdirSync(folder)).toEqual(['link', 'target']);
  });

  it('refuses beforehand what cannot be written, and leaves the rest alone', () => {
    writeFileSync(at('former'), 'former');
    spawnSync('mkfifo', [at('pipe')]);
    for (const name of ['former', 'new', 'pipe']) requireWritable(at(name));
    expect(readdirSync(folder)).toEqual(['former', 'pipe']);
    expect(readFileSync(at('former'), 'utf8')).toBe('former');
    expect(() => {
      requireWritable(folder);
    }).toThrow(`cannot write ${folder}: it is a folder, not a file`);
    expect(() => {
      requireWritable(at('former/below'));
    }).toThrow(/: a part of the path is a file/);
  });

  it('refuses a circle of links and a name that is too long', () => {
    symlinkSync('circle', at('circle'));
    expect(() => {
      writeAtomically(at('circle'), '');
    }).toThrow(`cannot write ${at('circle')}: its symbolic links lead round in a circle`);
    expect(() => {
      writeAtomically(at('n'.repeat(300)), '');
    }).toThrow(/: the name is too long$/);
  });

  it('writes a device in place', (context) => {
    const isMade = spawnSync('mknod', [at('null'), 'c', '1', '3']).status === 0;
    context.skip(!isMade, 'needs root to make a device');
    writeAtomically(at('null'), 'gone');
    expect(statSync(at('null')).isCharacterDevice()).toBe(true);
    expect(readdirSync(folder)).toEqual(['null']);
  });

  it('says when a device takes no more', (context) => {
    const isMade = spawnSync('mknod', [at('full'), 'c', '1', '7']).status === 0;
    context.skip(!isMade, 'needs root to make a device');
    expect(() => {
      writeAtomically(at('full'), 'x');
    }).toThrow(/no space left on the device/);
  });
});
