import { createReadStream } from 'node:fs';

const newline = 0x0a;
/** Bytes of the longest line. */
const LONGEST_LINE = 2 ** 26;

/**
 * The lines of a file as bytes, each with its `\n`, which only a cut-off last line lacks. Other ends
 * of lines, such as U+2028, do not count. Throws RangeError for a line of more than 64 MiB.
 */
export async function* byteLines(path: string): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, end + 1)]);
      from = end + 1;
      begun = [];
      length = 0;
    }
    begun.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > LONGEST_LINE) {
      throw new RangeError(`${path} has a line of more than ${LONGEST_LINE} bytes`);
    }
  }
  if (length > 0) yield Buffer.concat(begun);
}
