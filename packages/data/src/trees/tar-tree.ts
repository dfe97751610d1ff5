import type { ReadEntry } from 'tar';

import { ArchivePaths } from './archive-paths.js';
import type { FileTree } from './file-tree.js';
import { tarEntries } from './tar-entries.js';

/** Bytes of the longest text that stays in memory, and of all of them together. */
const LONGEST_TEXT = 2 ** 20;
const MOST_TEXT = 2 ** 28;

/**
 * The files of a `.tar` archive, compressed by gzip or not. It can only be read from its beginning:
 * files that are asked for in the order of `paths` are found in one pass, and an earlier file begins
 * another pass. Only short texts stay in memory. Nothing is written to the disk. Links are not
 * followed; one that leads out of the archive is a DatasetError `source`, as is a path that does,
 * and a damaged archive.
 */
export async function tarTree(archive: string): Promise<FileTree> {
  const paths = new ArchivePaths(archive);
  let [count, textBytes] = [0, 0];
  const texts = new Map<number, Uint8Array>();
  for await (const entry of tarEntries(archive)) {
    const { path, size, type, linkpath = '' } = entry;
    if (type === 'Link') paths.addLink(path, linkpath, 'archive');
    else if (type === 'SymbolicLink') paths.addLink(path, linkpath, 'folder');
    else if (isFile(entry)) paths.add(path, count, size);
    if (isFile(entry) && isText(entry) && textBytes + size <= MOST_TEXT) {
      texts.set(count, (await entry.concat()) as Buffer);
      textBytes += size;
    } else entry.resume();
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
      pass = tarEntries(archive);
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
    archives: [archive],
    paths: paths.paths,
    links: paths.links,
    doubled: [],
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
/** Captions, which are read in another order than images, attributes and tables. */
const isText = ({ path, size }: ReadEntry) =>
  /\.(?:txt|json|jsonl|csv)$/i.test(path) && size <= LONGEST_TEXT;
