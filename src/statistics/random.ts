/**
 * A reproducible source of numbers: each call gives the next one, uniform in [0, 1) in steps of
 * 2^-32. The generator is sfc32 (Doty-Humphrey, PractRand); seed and stream are spread over its state
 * by splitmix32, a 32-bit form of splitmix64 (Steele, Lea and Flood, 2014). Not for secrets.
 * @param seed a whole number from 0 to 2^53 - 1.
 * @param stream selects one of the sequences of a seed, such as one a round; from 0 to 2^32 - 1.
 */
export function createRandom(seed: number, stream = 0): () => number {
  let a = splitmix32(seed % 2 ** 32);
  let b = splitmix32(Math.floor(seed / 2 ** 32) ^ a);
  let c = splitmix32(stream ^ b);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The author's own seeding discards this many, after which near states are far apart.
  for (let discarded = 0; discarded < 12; discarded += 1) next();
  return next;
}

function splitmix32(value: number): number {
  let mixed = (value + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
