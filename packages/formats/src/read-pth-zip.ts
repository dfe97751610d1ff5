import { ByteCursor } from './byte-cursor.js';
import { checkStorage, type PthContent } from './pth-content.js';
import { fault, quote } from './fault.js';
import { PthObjects } from './pth-objects.js';
import { runPickle } from './pickle-machine.js';
import { readZip } from './read-zip.js';

const pickleName = 'data.pkl';

/** Reads the format of PyTorch since 1.6: an archive of one pickle and the storages. */
export function readPthZip(bytes: Uint8Array): PthContent {
  const entries = readZip(bytes);
  const pickles = [...entries.keys()].filter((name) => name.endsWith(`/${pickleName}`));
  const folder = pickles[0]?.slice(0, -pickleName.length);
  if (folder === undefined || pickles.length > 1) {
    throw fault(`archive has ${pickles.length} entries named ${pickleName}, expected 1`);
  }
  const objects = new PthObjects();
  const object = runPickle(new ByteCursor(entries.get(`${folder}${pickleName}`)!), objects);
  const storages = new Map<string, Uint8Array>();
  for (const storage of objects.storages.values()) {
    const data = entries.get(`${folder}data/${storage.key}`);
    if (data === undefined) throw fault(`archive has no storage ${quote(storage.key)}`);
    checkStorage(storage, data.length);
    storages.set(storage.key, data);
  }
  return { object, storages, littleEndian: readByteOrder(entries.get(`${folder}byteorder`)) };
}

/** Before PyTorch 2.1 files do not say; nearly all came from little-endian machines. */
function readByteOrder(entry: Uint8Array | undefined): boolean {
  if (entry === undefined) return true;
  const order = new ByteCursor(entry).text(entry.length);
  if (order !== 'little' && order !== 'big') throw fault(`byte order is ${quote(order)}`);
  return order === 'little';
}
