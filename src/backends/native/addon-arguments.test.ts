import { expect, test } from 'vitest';

import { describeNative } from '../../testing/describe-native.js';

describeNative('arguments of the addon', ({ addon }) => {
  const call = (name: keyof typeof addon, ...values: readonly unknown[]) => {
    return () => (addon[name] as (...values: readonly unknown[]) => unknown)(...values);
  };
  const memory = { xBytes: 64, yBytes: 64, pages: 'default' };

  test.each([
    ['missing', call('allocate')],
    ['xBytes', call('allocate', 'text')],
    ['yBytes', call('allocate', { ...memory, yBytes: -1 })],
    ['pages', call('allocate', { ...memory, pages: 'small' })],
    ['workspace', call('time', {}, {})],
    ['team', call('spreadX', null)],
    ['cpus', call('allocateTeam', { ...memory, scaling: 'weak', cpus: 1 })],
    ['scaling', call('allocateTeam', { ...memory, scaling: 'some', cpus: [0] })],
    ['routine', call('freeRoutine', {})],
    ['library', call('openLibrary', { library: 'none', file: 'none' })],
  ])('an error names %s', (name, refused) => {
    expect(refused).toThrow(new TypeError(`invalid argument: ${name}`));
  });

  test('the first error counts', () => {
    expect(call('allocate', {})).toThrow('invalid argument: xBytes');
  });
});
