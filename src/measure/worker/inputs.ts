import { tileElementCount, type InputSpec } from '../../model/run-config.js';
import { createRandom } from '../../statistics/random.js';

/** `tileElementCount` values drawn from the distribution; the same seed gives the same values. */
export function makeTile(input: InputSpec, seed: number): Float32Array {
  const tile = new Float32Array(tileElementCount);
  const random = createRandom(seed);
  switch (input.distribution) {
    case 'constant':
      return tile.fill(input.value);
    case 'uniform':
      for (let i = 0; i < tile.length; i++) {
        tile[i] = input.low + (input.high - input.low) * random();
      }
      return tile;
    case 'normal':
      fillNormal(tile, input.mean, input.standardDeviation, random);
      return tile;
  }
}

/**
 * Fills a whole region with the tile, again and again from its start. Every prefix of the region is
 * then the same data for every cell, so cells follow each other in any order without refilling, and
 * the oracle costs one tile whatever the element count. Touches every page.
 */
export function fillTiled(region: Float32Array, tile: Float32Array): void {
  for (let offset = 0; offset < region.length; offset += tile.length) {
    region.set(tile.subarray(0, region.length - offset), offset);
  }
}

/** Box and Muller, 1958: two uniform numbers give two independent normal ones. */
function fillNormal(
  tile: Float32Array,
  mean: number,
  standardDeviation: number,
  random: () => number,
): void {
  for (let i = 0; i < tile.length; i += 2) {
    // 1 - random() lies in (0, 1], whose logarithm is finite.
    const radius = standardDeviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    tile[i] = mean + radius * Math.cos(angle);
    // The tile has an odd length: the last store falls outside the array and is ignored.
    tile[i + 1] = mean + radius * Math.sin(angle);
  }
}
