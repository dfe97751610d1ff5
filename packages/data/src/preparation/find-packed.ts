import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { byteLines } from '../files/byte-lines.js';
import { examplesFile, imagesFile } from '../prepared/prepared-files.js';
import type { SourceExample } from '../source/dataset-source.js';

/** What is packed of the examples of a source. */
export interface Packed {
  /** Those whose images are packed. */
  readonly examples: SourceExample[];
  /** Ids of those that could not be decoded. */
  readonly undecodable: string[];
}

/** The same, with the bytes that it takes: what files have beyond is not whole. */
export interface FoundPacked extends Packed {
  /** In the file of each size. */
  readonly imageBytes: readonly number[];
  readonly lineBytes: number;
}

const lineSchema = z.object({
  id: z.string(),
  images: z.array(z.tuple([z.int(), z.int().min(1)])),
});

/**
 * Reads what an interrupted preparation of the same examples, which are `given`, has packed in
 * `folder`: the lines that are whole, in order, and about images that are there.
 */
export async function findPacked(
  folder: string,
  sizes: readonly number[],
  given: readonly SourceExample[],
): Promise<FoundPacked> {
  const examples: SourceExample[] = [];
  const undecodable: string[] = [];
  const imageBytes = sizes.map(() => 0);
  let lineBytes = 0;
  const available = await Promise.all(sizes.map((size) => bytesOf(join(folder, imagesFile(size)))));
  const path = join(folder, examplesFile);
  const isBegun = (await bytesOf(path)) > 0;
  if (!isBegun) return { examples, undecodable, imageBytes, lineBytes };
  for await (const line of byteLines(path)) {
    const parsed = parseLine(line);
    if (parsed?.images.length !== sizes.length) break;
    const isThere = parsed.images.every(
      ([offset, length], s) => offset === imageBytes[s] && offset + length <= available[s]!,
    );
    const next = examples.length + undecodable.length;
    let at = next;
    while (at < given.length && given[at]!.id !== parsed.id) at++;
    if (!isThere || at === given.length) break;
    for (const { id } of given.slice(next, at)) undecodable.push(id);
    examples.push(given[at]!);
    for (const [s, [, length]] of parsed.images.entries()) imageBytes[s]! += length;
    lineBytes += line.length;
  }
  return { examples, undecodable, imageBytes, lineBytes };
}

async function bytesOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

/** Undefined for what is no line of the file, or is cut off. */
function parseLine(line: Buffer): z.infer<typeof lineSchema> | undefined {
  const text = line.toString();
  if (!text.endsWith('\n')) return undefined;
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
