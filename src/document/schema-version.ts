/**
 * The version that this tool writes. Older ones are read too, by way of `migrations.ts`.
 * 1: first version.
 * 2: a label, an anonymous id of the machine, where kernels come from.
 */
export const schemaVersion = 2;
