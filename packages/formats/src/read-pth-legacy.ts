import { ByteCursor } from './byte-cursor.js';
import { checkStorage, type PthContent } from './pth-content.js';
import { fault, quote } from './fault.js';
import { PthObjects } from './pth-objects.js';
import { runPickle } from './pickle-machine.js';

const magic = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;

/**
 * Reads the format of PyTorch before 1.6: pickles of a magic number, the version, facts about the
 * machine, the object and the keys of its storages; then the storages in this order, each after its
 * length.
 */
export function readPthLegacy(bytes: Uint8Array): PthContent {
  const cursor = new ByteCursor(bytes);
  const objects = new PthObjects();
  if (runPickle(cursor, objects) !== magic) throw fault('magic number is not that of PyTorch');
  const version = runPickle(cursor, objects);
  if (version !== protocolVersion) throw fault(`version is not ${protocolVersion}`);
  runPickle(cursor, objects); // Facts about the machine; storages are little-endian on all machines.
  const object = runPickle(cursor, objects);
  const keys = runPickle(cursor, objects);
  if (!Array.isArray(keys)) throw fault('keys of storages are not a list');
  const storages = new Map<string, Uint8Array>();
  for (const key of keys as unknown[]) {
    const storage = typeof key === 'string' ? objects.storages.get(key) : undefined;
    if (storage === undefined || storages.has(storage.key)) {
      throw fault('a key belongs to no storage or is given twice');
    }
    const elements = cursor.u64();
    checkStorage(storage, elements * storage.type.bytes);
    storages.set(storage.key, cursor.take(elements * storage.type.bytes));
  }
  for (const key of objects.storages.keys()) {
    if (!storages.has(key)) throw fault(`the file has no storage ${quote(key)}`);
  }
  return { object, storages, littleEndian: true };
}
