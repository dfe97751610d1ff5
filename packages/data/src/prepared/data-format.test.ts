import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { decodeStored } from '../images/pack-image.js';
import { openDataset } from './open-dataset.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';
import { fabricatedSource } from '../testing/fabricated-source.js';
import { prepareFabricated } from '../testing/prepare-fabricated.js';

const page = readFileSync(new URL('../../../../docs/data-format.md', import.meta.url), 'utf8');
const reader = /```python\n(.*?)```/s.exec(page)![1]!;

const python = process.env['PYTHON'] ?? 'python3';
const hasReader = spawnSync(python, ['-c', 'import numpy, safetensors.numpy']).status === 0;

/** Captions, attributes and boxes of every kind, in images that are cropped. */
function source(): DatasetSource {
  const plain = fabricatedSource({
    count: 6,
    options: { crop: true, flip: false, captionsPerDraw: 2 },
  });
  const given = [...(plain.examples() as Iterable<SourceExample>)];
  return {
    ...plain,
    examples: () =>
      given.map((example, index) => ({
        ...example,
        captions: [`\u2028 été ${index}`, ...(index % 2 === 0 ? ['a "b"\\'] : [])],
        ...(index > 0 && {
          attributes: { colour: 'red' },
          statements: [{ colour: ['red', 'pink'] }, ...(index % 2 === 0 ? [{}] : [])],
          box: { x: 1, y: 2, width: 9, height: 9 },
        }),
      })),
  };
}

const run = `${reader}
import hashlib, sys
print(json.dumps([
    [example, rows.tolist(), [hashlib.sha256(image).hexdigest() for image in images]]
    for example, rows, images in read_dataset(sys.argv[1])
]))`;

describe('docs/data-format.md', () => {
  it('has all fields of the files', async () => {
    const { outDir, info } = await prepareFabricated(source());
    const lines = (await readFile(join(outDir, 'examples.jsonl'), 'utf8')).trim().split('\n');
    const examples = lines.map((line) => JSON.parse(line) as object);
    const { files, ...plain } = info;
    const names = [plain, info.options, info.encoder, info.counts, info.preprocessing!];
    for (const fields of [...names, ...info.attributes!, ...examples]) {
      for (const name of Object.keys(fields)) expect(page).toContain(`\`${name}\``);
    }
    expect(Object.keys(files)).toHaveLength(4);
  });

  it('has a reader of ten lines', () => {
    expect(reader.trimEnd().split('\n')).toHaveLength(10);
  });

  it.skipIf(!hasReader)('has a reader that reads what openDataset reads', async () => {
    const { outDir, info } = await prepareFabricated(source());
    const { stdout, stderr } = spawnSync(python, ['-c', run, outDir], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const found = JSON.parse(stdout) as [{ images: number[][] }, number[][], string[]][];
    const dataset = await openDataset(outDir);
    expect(found).toHaveLength(6);
    for (const [index, [{ images, ...fields }, rows, hashes]] of found.entries()) {
      const { index: _, class: id, ...example } = dataset.examples[index]!;
      expect(fields).toEqual({ ...example, class: info.classNames[id] });
      expect(rows.flat()).toEqual([...dataset.embeddings(dataset.examples[index]!)]);
      for (const [column, size] of info.imageSizes.entries()) {
        const [offset, length] = images[column] as [number, number];
        const file = await readFile(join(outDir, `images-${size}.bin`));
        const bytes = file.subarray(offset, offset + length);
        expect(hashes[column]).toBe(createHash('sha256').update(bytes).digest('hex'));
        const pixels = await decodeStored(bytes, Math.round((size * 76) / 64));
        expect(pixels).toEqual(await dataset.readImage(dataset.examples[index]!, size));
      }
    }
    await dataset.close();
  });
});
