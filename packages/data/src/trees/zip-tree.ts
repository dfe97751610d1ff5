import { type Entry, openPromise, type ZipFile } from 'yauzl';

import { archiveFault, ArchivePaths } from './archive-paths.js';
import type { FileTree } from './file-tree.js';

/** Bytes of the longest target of a link; no system has longer paths. */
const LONGEST_TARGET = 2 ** 12;

/**
 * The files of a `.zip` archive, read where they are. Links are not followed. Throws DatasetError
 * `source` for a path or a link that leads out of it, and for a damaged archive.
 */
export async function zipTree(archive: string): Promise<FileTree> {
  const zip = await openPromise(archive, { autoClose: false }).catch((cause: unknown) => {
    throw archiveFault(archive, cause);
  });
  const paths = new ArchivePaths(archive);
  const entries: Entry[] = [];
  const links: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName, uncompressedSize } = entry;
      if (fileName.endsWith('/')) continue;
      if (isLink(entry)) {
        links.push(entry);
        continue;
      }
      paths.add(fileName, entries.length, uncompressedSize);
      entries.push(entry);
    }
    for (const entry of links) paths.addLink(entry.fileName, await targetOf(entry), 'folder');
  } catch (cause) {
    zip.close();
    throw archiveFault(archive, cause);
  }
  return {
    archives: [archive],
    paths: paths.paths,
    links: paths.links,
    doubled: [],
    async read(path, most) {
      const entry = entries[paths.find(path, most)]!;
      return contentOf(zip, entry).catch((cause: Error) =>
        paths.refuse(path, `cannot be read: ${cause.message}`, cause),
      );
    },
    close() {
      zip.close();
      return Promise.resolve();
    },
  };

  /** The content of a link is the path that it leads to. */
  async function targetOf(entry: Entry): Promise<string> {
    const { fileName, uncompressedSize: bytes } = entry;
    if (bytes > LONGEST_TARGET) paths.refuse(fileName, `is a link to a path of ${bytes} bytes`);
    return (await contentOf(zip, entry)).toString();
  }
}

/** Programs of Unix and macOS keep the mode of a file in the upper half of its attributes. */
const isLink = ({ externalFileAttributes }: Entry): boolean =>
  ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;

/** A stream that gives more or fewer bytes than the directory says ends with an error. */
async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
