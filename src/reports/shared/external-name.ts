import type { ExternalResult } from '../../analysis/external/external-schema.js';

/** `PyTorch 2.11`, and for a kernel the name that the user gave it. */
export function externalName({
  kind,
  implementation,
  title,
  version,
}: Pick<ExternalResult, 'kind' | 'implementation' | 'title' | 'version'>): string {
  if (kind === 'kernel') return implementation;
  return version === null ? title : `${title} ${version}`;
}
