import { expect, it } from 'vitest';

import { anonymousIdOf } from './anonymous-id.js';

const machineId = '0123456789abcdef0123456789abcdef';
const idFrom = (text: string | null) => anonymousIdOf({ readText: () => text });

it('is the same for the same machine, another for another, and does not show the id', () => {
  const id = idFrom(`${machineId}\n`);
  expect(id).toBe(idFrom(machineId));
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(machineId).not.toContain(id);
  expect(idFrom(machineId.replace('0', 'f'))).not.toBe(id);
});

it.each([null, '', 'uninitialized\n'])('is null where the system has none: %s', (text) => {
  expect(idFrom(text)).toBeNull();
});
