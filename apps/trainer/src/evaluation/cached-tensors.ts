import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type HostTensor, readSafetensors, safetensorsParts } from '@stackgan/formats';
import { writeFileAtomically } from '../files/write-atomically.js';

type Tensors = Readonly<Record<string, HostTensor>>;

/**
 * The tensors that `make` returns, cached in the file `path` with their `identity`: the data, the
 * extractor and whatever else decides them. A file with another identity, or a damaged one, is
 * written anew.
 */
export async function cachedTensors(
  path: string,
  identity: Readonly<Record<string, string>>,
  make: () => Promise<Tensors>,
): Promise<Tensors> {
  const known = await readTensors(path, identity);
  if (known) return known;
  const tensors = await make();
  await writeTensors(path, identity, tensors);
  return tensors;
}

/** Writes the file of {@link readTensors}. */
export async function writeTensors(
  path: string,
  identity: Readonly<Record<string, string>>,
  tensors: Tensors,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomically(path, safetensorsParts(tensors, identity));
}

/**
 * The tensors of a file that has this identity; undefined for a file of anything else, or a damaged
 * one.
 */
export async function readTensors(
  path: string,
  identity: Readonly<Record<string, string>>,
): Promise<Tensors | undefined> {
  try {
    const { tensors, metadata } = readSafetensors(await readFile(path));
    const names = Object.keys(identity);
    const isSame =
      names.length === Object.keys(metadata).length &&
      names.every((name) => metadata[name] === identity[name]);
    return isSame ? tensors : undefined;
  } catch {
    return undefined;
  }
}
