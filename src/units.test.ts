import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  formatBytes,
  formatCount,
  formatDuration,
  formatElements,
  formatGigabytesPerSecond,
  formatPercent,
  formatRoughPercent,
  formatRatio,
  formatSignificant,
} from './units.js';

describe('units', () => {
  it.each([
    [0, '0 B'],
    [4096, '4 KiB'],
    [1.5 * 2 ** 20, '1.5 MiB'],
    [1000 * 1024, '1000 KiB'],
    [2 ** 30 - 1, '1 GiB'],
    [260 * 2 ** 20, '260 MiB'],
  ])('formats %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0.233, '0.233 ns'],
    [12, '12.0 ns'],
    [999.7, '1.00 us'],
    [1_250_000, '1.25 ms'],
    [75e9, '75.0 s'],
    [1234e9, '1234 s'],
  ])('formats %d ns as %s', (durationNs, text) => {
    expect(formatDuration(durationNs)).toBe(text);
  });

  it.each([
    [1000, '1000'],
    [1024, '1 Ki'],
    [1536, '1.5 Ki'],
    [5793, '5793'],
    [50_257, '50,257'],
    [1000 * 1024, '1000 Ki'],
    [2 ** 25, '32 Mi'],
    [30_000_000, '30,000,000'],
    [2 ** 32, '4 Gi'],
  ])('formats %d elements as %s', (count, text) => {
    expect(formatElements(count)).toBe(text);
  });

  it('formats counts, throughputs, ratios and shares', () => {
    expect(formatCount(1000)).toBe('1,000');
    expect(formatCount(100_000_000)).toBe('100,000,000');
    expect(formatGigabytesPerSecond(12.34e9)).toBe('12.3 GB/s');
    expect(formatRatio(1.2749)).toBe('1.27x');
    expect(formatRatio(9.996)).toBe('10.0x');
    expect(formatPercent(0.28)).toBe('28%');
    expect(formatPercent(-0.0125)).toBe('-1.25%');
    expect(formatPercent(1)).toBe('100%');
    expect(formatRoughPercent(0.0147)).toBe('1.5%');
    expect(formatRoughPercent(0)).toBe('0%');
  });

  it('shows a dash for anything that is not finite, and never NaN', () => {
    const formatters = [
      formatBytes,
      formatCount,
      formatDuration,
      formatElements,
      formatGigabytesPerSecond,
      formatPercent,
      formatRoughPercent,
      formatRatio,
      formatSignificant,
    ];
    for (const format of formatters) {
      for (const value of [NaN, Infinity, -Infinity]) expect(format(value)).toBe('-');
      fc.assert(fc.property(fc.double(), (value) => !format(value).includes('NaN')));
    }
  });

  it('keeps three significant digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (value) => {
        const shown = Number(formatSignificant(value));
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(value * 0.005_000_1);
      }),
    );
  });
});
