import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Parser, type ReadEntry } from 'tar';

import { archiveFault, ArchivePaths } from './archive-paths.js';
import type { FileTree } from './file-tree.js';

/**
 * The files of a `.tar` archive, compressed by gzip or not. It can only be read from its beginning:
 * files that are asked for in the order of `paths` are found in one pass, and an earlier file begins
 * another pass. Only short texts stay in memory. Nothing is written to the disk. Links are not followed; one that leads out of the
 * archive is a DatasetError `source`, as is a path that does, and a damaged archive.
 */
export async function tarTree(archive: string): Promise<FileTree> {
  const paths = new ArchivePaths(archive);
  let count = 0;
  const texts = new Map<number, Uint8Array>();
  for await (const entry of entriesOf(archive)) {
    if (isLink(entry)) requireWithin(entry, paths);
    else if (isFile(entry)) paths.add(entry.path, count, entry.size);
    if (isFile(entry) && isText(entry)) texts.set(count, (await entry.concat()) as Buffer);
    else entry.resume();
    count += 1;
  }

  let pass: AsyncGenerator<ReadEntry> | undefined;
  let position = 0;
  const end = async () => {
    await pass?.return(undefined);
    pass = undefined;
  };
  const readNow = async (path: string, most: number): Promise<Uint8Array> => {
    const number = paths.find(path, most);
    const text = texts.get(number);
    if (text !== undefined) return text;
    if (number < position) await end();
    if (pass === undefined) {
      pass = entriesOf(archive);
      position = 0;
    }
    try {
      for (;;) {
        const { value: entry, done } = await pass.next();
        if (done) return paths.refuse(path, 'is not there any more');
        if (position++ === number) return (await entry.concat()) as Buffer;
        entry.resume();
      }
    } catch (error) {
      await end();
      throw error;
    }
  };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    paths: paths.paths,
    read(path, most) {
      const reading = turn.then(() => readNow(path, most));
      turn = reading.catch(() => undefined);
      return reading;
    },
    async close() {
      await turn;
      await end();
    },
  };
}

const isFile = ({ type }: ReadEntry) => type === 'File' || type === 'OldFile';
/** Captions, which are read in another order than images, and tables: they are kept in memory. */
const isText = ({ path, size }: ReadEntry) => path.endsWith('.txt') && size <= 2 ** 20;
const isLink = ({ type }: ReadEntry) => type === 'Link' || type === 'SymbolicLink';

/** A hard link is relative to the archive, a symbolic one to its own folder. */
function requireWithin({ path, linkpath = '', type }: ReadEntry, paths: ArchivePaths): void {
  const own = paths.require(path).split('/').slice(0, -1);
  const target = type === 'Link' ? [] : own;
  for (const part of linkpath.split('/')) {
    if (part === '..') {
      if (target.pop() === undefined) paths.refuse(path, `is a link out of it, to ${linkpath}`);
    } else if (part !== '.') target.push(part);
  }
  if (linkpath.startsWith('/')) paths.refuse(path, `is a link out of it, to ${linkpath}`);
}

/** All entries in their order; each must be consumed before the next one is asked for. */
async function* entriesOf(archive: string): AsyncGenerator<ReadEntry> {
  const parser = new Parser({ strict: true });
  const file = createReadStream(archive);
  const waiting: ReadEntry[] = [];
  let failure: unknown;
  let isEnded = false;
  const fail = (error: unknown) => {
    failure ??= error;
    parser.emit('turn');
  };
  parser.on('entry', (entry: ReadEntry) => {
    waiting.push(entry);
    parser.emit('turn');
  });
  parser.on('end', () => {
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
