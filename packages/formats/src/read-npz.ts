import { fault, inFormat, inPart, quote } from './fault.js';
import type { HostTensor } from './host-tensor.js';
import { readNpyArray } from './npy-array.js';
import { readZipEntries } from './read-zip.js';
import { unzipEntry } from './unzip-entry.js';

/** What a `.npz` file holds. The object has no prototype, so every name is an ordinary key. */
export interface NpzFile {
  readonly tensors: Record<string, HostTensor>;
}

/** How many bytes all arrays may take: some for any file, more for larger ones. */
const maximumBytes = (fileBytes: number): number => 2 ** 26 + 64 * fileBytes;

const extension = '.npy';

/**
 * Reads the arrays of a `.npz` file by name, as `numpy.savez` and `numpy.savez_compressed` write it.
 * They may be what {@link readNpy} reads. Data is copied, so `bytes` may be reused.
 *
 * The bytes are not trusted: what the file claims is checked before anything is decompressed.
 *
 * @throws {@link FormatError} for every fault, with the name of the array: those of an array, an
 * entry that is no array, a wrong checksum, encryption, other compression than deflate, and arrays
 * of more than 64 MiB and 64 times the file's size.
 */
export function readNpz(bytes: Uint8Array): NpzFile {
  return inFormat('npz', () => {
    const entries = readZipEntries(bytes);
    checkSizes([...entries.values()], maximumBytes(bytes.length));
    const tensors: Record<string, HostTensor> = Object.create(null) as Record<string, HostTensor>;
    for (const [name, entry] of entries) {
      inPart(quote(name), () => {
        if (!name.endsWith(extension)) throw fault(`is not an array, which ends in ${extension}`);
        tensors[name.slice(0, -extension.length)] = readNpyArray(unzipEntry(entry));
      });
    }
    return { tensors };
  });
}

function checkSizes(entries: readonly { readonly size: number }[], maximum: number): void {
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > maximum) throw fault(`arrays take ${total} bytes, more than ${maximum}`);
}
