import { escaped } from '../printable.js';

/** Escapes every text in the fields of a JSON value, in place: a copy would take as much memory again. */
export function escapeTexts(container: object): void {
  const fields = container as Record<string | number, unknown>;
  if (!Array.isArray(container)) {
    for (const key of Object.keys(fields)) escapeField(fields, key);
    return;
  }
  // Without a list of keys, of which an array of samples would have a million.
  for (let index = 0; index < container.length; index += 1) {
    if (typeof container[index] !== 'number') escapeField(fields, index);
  }
}

function escapeField(fields: Record<string | number, unknown>, key: string | number): void {
  const value = fields[key];
  if (typeof value === 'string') fields[key] = escaped(value);
  else if (typeof value === 'object' && value !== null) escapeTexts(value);
}
