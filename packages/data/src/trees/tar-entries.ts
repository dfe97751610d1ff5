import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Parser, type ReadEntry } from 'tar';

import { archiveFault } from './archive-paths.js';

/**
 * All entries of a `.tar` archive, compressed by gzip or not, in their order; each must be consumed
 * before the next one is asked for. Throws DatasetError `source` for a damaged archive, and one
 * without an end: where it is cut off between two files, nothing else shows it.
 */
export async function* tarEntries(archive: string): AsyncGenerator<ReadEntry> {
  const parser = new Parser({ strict: true });
  const file = createReadStream(archive);
  const waiting: ReadEntry[] = [];
  let failure: unknown;
  let [hasEndMark, isEnded] = [false, false];
  const fail = (error: unknown) => {
    failure ??= error;
    parser.emit('turn');
  };
  parser.on('entry', (entry: ReadEntry) => {
    waiting.push(entry);
    parser.emit('turn');
  });
  parser.on('nullBlock', () => {
    hasEndMark = true;
  });
  parser.on('end', () => {
    if (!hasEndMark) failure ??= new Error('it ends early');
    isEnded = true;
    parser.emit('turn');
  });
  parser.on('error', fail);
  file.on('error', fail);
  file.pipe(parser as unknown as NodeJS.WritableStream);
  try {
    for (;;) {
      const entry = waiting.shift();
      if (entry) yield entry;
      else if (failure !== undefined) throw archiveFault(archive, failure);
      else if (isEnded) return;
      else await once(parser, 'turn');
    }
  } finally {
    file.destroy();
  }
}
