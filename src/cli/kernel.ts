import type { Io } from './io.js';
import { kernelTemplates } from '../backends/external/kernels/kernel-templates.js';
import { oneOf } from './one-of.js';

/** The flags of `kernel`. */
export interface KernelFlags {
  readonly template: string;
}

/** The languages that have a template. */
export const templateLanguages = [
  'c',
  'cpp',
  'rust',
] as const satisfies readonly (keyof typeof kernelTemplates)[];

/** Prints a kernel to start from. @throws SoftmaxBenchError for a language that has no template. */
export function kernelCommand({ template }: KernelFlags, io: Io): void {
  io.stdout(kernelTemplates[oneOf('--template', template, templateLanguages)]);
}
