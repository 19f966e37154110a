import * as z from 'zod';

/** What the Python worker answered: a line of JSON, and the bytes behind it. */
export interface PythonReply {
  readonly fields: z.infer<typeof fieldsSchema>;
  readonly body: Buffer;
}

const fieldsSchema = z.strictObject({
  /** Of the body. */
  bytes: z.int().nonnegative(),
  error: z.string().optional(),
  version: z.string().max(200).optional(),
  durationNs: z.number().optional(),
  peakBytes: z.number().nonnegative().optional(),
});

/** The longest line; more is none. */
const mostLineBytes = 2 ** 16;

/**
 * Puts together one reply of the Python worker from what its pipe gives.
 * @param into takes the body of the reply, and is as long as it is at most.
 */
export class PythonReplyReader {
  private line = Buffer.alloc(0);
  private reply: PythonReply | null = null;
  private filledBytes = 0;

  constructor(private readonly into: Buffer) {}

  /**
   * The reply when this chunk completes it, else null.
   * @throws Error, which says what came instead, when that is no reply.
   */
  add(chunk: Buffer): PythonReply | null {
    let rest = chunk;
    if (this.reply === null) {
      const end = rest.indexOf('\n');
      this.line = Buffer.concat([this.line, end === -1 ? rest : rest.subarray(0, end)]);
      if (end === -1 && this.line.length <= mostLineBytes) return null;
      this.reply = this.replyOfLine();
      rest = rest.subarray(end + 1);
    }
    const { body } = this.reply;
    if (this.filledBytes + rest.length > body.length) throw new Error('sent more than its reply');
    rest.copy(body, this.filledBytes);
    this.filledBytes += rest.length;
    return this.filledBytes === body.length ? this.reply : null;
  }

  private replyOfLine(): PythonReply {
    const fields = fieldsSchema.safeParse(parseJson(this.line.toString())).data;
    if (fields === undefined || fields.bytes > this.into.length) {
      throw new Error(`sent "${this.line.toString('utf8', 0, 60)}", which is no reply`);
    }
    return { fields, body: this.into.subarray(0, fields.bytes) };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
