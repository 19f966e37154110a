import { SoftmaxBenchError } from '../errors.js';

/** Labels are shown in tables and figures. */
const maximumLabelLength = 60;

/**
 * The name of a machine or run, without space around it.
 * @param name what it was given as, to begin the message with, such as `--label`.
 * @throws SoftmaxBenchError for a text that is empty, too long or of several lines.
 */
export function parseLabel(name: string, text: string): string {
  const label = text.trim();
  if (label.length >= 1 && label.length <= maximumLabelLength && !/\p{Cc}/u.test(label))
    return label;
  throw new SoftmaxBenchError(
    `${name}: expected 1 to ${maximumLabelLength} characters on one line, got ${JSON.stringify(text.slice(0, maximumLabelLength + 1))}`,
  );
}
