import type { Region } from '../model/region.js';

/** Orders from the innermost cache to DRAM. */
export function compareRegions(a: Region, b: Region): number {
  return depthOf(a) - depthOf(b);
}

function depthOf(region: Region): number {
  if (region === 'DRAM') return Infinity;
  return region === 'LLC' ? Number.MAX_VALUE : Number(region.slice(1));
}
