import { describe, expect, it } from 'vitest';

import {
  probeOf,
  simulatedComputers,
  type SimulatedComputer,
} from '../testing/simulated-computers.js';

const mib = 2 ** 20;
const repetitionCount = 20;

describe.each(simulatedComputers)('$name', (machine) => {
  const probes = Array.from({ length: repetitionCount }, (_, seed) => probeOf(machine, seed));

  it('has its last-level cache found within a factor of 1.5', () => {
    const trueBytes = machine.trueMib.at(-1)! * mib;
    const ratios = probes.map(({ result }) => (result.capacity?.capacityBytes ?? NaN) / trueBytes);
    for (const ratio of ratios) expect(Math.max(ratio, 1 / ratio)).toBeLessThanOrEqual(1.5);
  });

  it('is probed in time', () => {
    expect(Math.max(...probes.map(({ elapsedMs }) => elapsedMs))).toBeLessThan(3000);
  });

  it('gives the same conclusion each time', () => {
    const conclusions = new Set(probes.map(({ result }) => result.conclusion));
    expect([...conclusions]).toEqual([machine.conclusion]);
  });
});

// prettier-ignore
const blind: readonly (SimulatedComputer & { readonly explanation: RegExp })[] = [
  { name: 'memory as fast as the cache', trueMib: [0.03, 1, 32], reportedMib: 32, secondMib: 1, conclusion: 'not seen', fall: 1.1, explanation: /no drop to DRAM speed from .* up to (768 MiB|1 GiB), where/ },
  { name: 'little memory', trueMib: [0.03, 1, 32], reportedMib: 32, secondMib: 1, conclusion: 'not seen', memoryBytes: 40 * mib, explanation: /still drops at 32 MiB, where the memory for the probe ends/ },
  { name: 'no memory', trueMib: [32], reportedMib: 32, secondMib: null, conclusion: 'not seen', memoryBytes: mib, explanation: /Too few working sets/ },
  { name: 'pages that take longer than the probe may', trueMib: [0.03, 1, 32], reportedMib: 32, secondMib: 1, conclusion: 'not seen', touchGigabytes: 0.02, explanation: /where the time of the probe ends/ },
];

it.each(blind)('$name: no cache is claimed', (machine) => {
  for (let seed = 0; seed < repetitionCount; seed += 1) {
    const { result, elapsedMs } = probeOf(machine, seed);
    expect(result).toMatchObject({ capacity: null, conclusion: 'not seen' });
    expect(result.explanation).toMatch(machine.explanation);
    expect(elapsedMs).toBeLessThan(3000);
  }
});
