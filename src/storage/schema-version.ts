/**
 * The version that this tool writes. Older ones are read too, by way of `migrations.ts`.
 * 1: first version.
 * 2: a label and an anonymous id of the machine; where kernels come from; the process of each sample, what is new in
 * `NoiseRecord`.
 * 3: the readings of noise in an array each.
 * 4: the width of a variant's vectors.
 */
export const schemaVersion = 4;
