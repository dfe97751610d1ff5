import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readSafetensors, writeSafetensors } from '@stackgan/formats';
import { describe, expect, it } from 'vitest';

import { openDataset } from './open-dataset.js';
import { fabricatedSource } from '../testing/fabricated-source.js';
import { prepareFabricated } from '../testing/prepare-fabricated.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

const prepared = async (): Promise<string> =>
  (await prepareFabricated(fabricatedSource({ count: 4 }))).outDir;

/** Overwrites a file of the data set, and corrects its size in `dataset.json`. */
async function replace(folder: string, file: string, data: string | Uint8Array): Promise<void> {
  await writeFile(join(folder, file), data);
  if (file === 'dataset.json') return;
  await edit(folder, 'dataset.json', (info) => {
    (info['files'] as Record<string, number>)[file] = Buffer.from(data).length;
  });
}

type Fields = Record<string, unknown>;

/** Changes the object of a JSON file, or the first one of a file with one per line. */
async function edit(folder: string, file: string, change: (fields: Fields) => void): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  const [first, ...others] = file.endsWith('.jsonl') ? text.split('\n') : [text];
  const fields = JSON.parse(first!) as Fields;
  change(fields);
  await replace(folder, file, [JSON.stringify(fields), ...others].join('\n'));
}

async function fault(folder: string): Promise<string> {
  const error = await openDataset(folder).then(
    () => new Error('it opened'),
    (reason: Error) => reason,
  );
  expect(error).toMatchObject({ name: 'DatasetError', fault: 'incomplete', path: folder });
  expect(error.message).toMatch(/; remove the folder and prepare again$/);
  return error.message.replace(/^.* is incomplete: /, '').replace(/; remove .*$/, '');
}

const set = (path: string, value: unknown) => (fields: Fields) => {
  const keys = path.split('.');
  const last = keys.pop()!;
  const inner = keys.reduce((at, key) => at[key] as Fields, fields);
  inner[last] = value; // JSON leaves out undefined values.
};

it('does not advise to remove a folder that is no data set: it may hold your own images', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'tom.jpg'), '');
  await expect(openDataset(folder)).rejects.toMatchObject({
    fault: 'incomplete',
    message: `${folder} is not a prepared data set, since it has no dataset.json; give the folder that preparation wrote`,
  });
});

describe('openDataset names the field that is wrong', () => {
  it.each([
    ['encoder', undefined, 'dataset.json: encoder is missing'],
    ['encoder.dimension', '2', 'dataset.json: encoder.dimension is "2"'],
    ['encoder.hash', 7, 'dataset.json: encoder.hash is 7'],
    ['options', null, 'dataset.json: options is null'],
    ['options.flip', 'yes', 'dataset.json: options.flip is "yes"'],
    ['counts.captions', 0, 'dataset.json: counts.captions is 0'],
    ['counts.train', 2, 'dataset.json: counts.train is 2, examples.jsonl holds 3'],
    ['counts.captions', 99, 'dataset.json: counts.captions is 99, examples.jsonl holds 14'],
    ['imageSizes', [], 'dataset.json: imageSizes is []'],
    ['imageSizes', [8, 16, 32], 'dataset.json: files.images-32.bin is missing'],
    ['classNames.1', null, 'dataset.json: classNames.1 is null'],
    ['undecodable', {}, 'dataset.json: undecodable is {}'],
    ['preprocessing.filter', 'sinc', 'dataset.json: preprocessing.filter is "sinc"'],
    ['files', undefined, 'dataset.json: files is missing'],
    ['formatVersion', 'one', 'dataset.json: formatVersion is "one"'],
    ['formatVersion', 0, 'dataset.json: formatVersion is 0'],
    ['classNames', ['c0', 'c1'], 'examples.jsonl, line 3: class is "c2", no class of dataset.json'],
  ])('%s as %j in dataset.json', async (path, value, message) => {
    const folder = await prepared();
    await edit(folder, 'dataset.json', set(path, value));
    expect(await fault(folder)).toBe(message);
  });

  it.each([
    ['captions', 'a bird', 'line 1: captions is "a bird"'],
    ['captions', [], 'line 1: captions is []'],
    ['captions.1', 5, 'line 1: captions.1 is 5'],
    ['split', 'val', 'line 1: split is "val"'],
    ['id', undefined, 'line 1: id is missing'],
    ['images.0', [0], 'line 1: images.0'],
    ['images.1', [1e6, 5], 'line 1: images.1 is [1000000,5], beyond the'],
    ['images.1.0', -1, 'line 1: images.1.0 is -1'],
    ['images', undefined, 'line 1: images is missing'],
  ])('%s as %j in examples.jsonl', async (path, value, message) => {
    const folder = await prepared();
    await edit(folder, 'examples.jsonl', set(path, value));
    expect(await fault(folder)).toContain(`examples.jsonl, ${message}`);
  });

  it('and a line that is not JSON, or damaged embeddings', async () => {
    const folder = await prepared();
    const text = await readFile(join(folder, 'examples.jsonl'), 'utf8');
    await replace(folder, 'examples.jsonl', text.replace('\n', '}\n'));
    expect(await fault(folder)).toBe('examples.jsonl, line 1 is cut off or not JSON');
    await replace(folder, 'examples.jsonl', text);

    const path = join(folder, 'embeddings.safetensors');
    const { embeddings } = readSafetensors(await readFile(path)).tensors;
    const data = Float32Array.from(embeddings!.data);
    const write = (shape: number[], values: Float32Array) =>
      replace(
        folder,
        'embeddings.safetensors',
        writeSafetensors({ embeddings: { dtype: 'float32', shape, data: values } }),
      );
    await write([7, 4], data);
    expect(await fault(folder)).toBe(
      'embeddings.safetensors: embeddings is float32 [7,4], not float32 [14,2] as dataset.json says',
    );
    data[5] = NaN;
    await write([14, 2], data);
    expect(await fault(folder)).toMatch(
      /^embeddings\.safetensors: embeddings \[14,2\] holds NaN at \[2,1\]/,
    );
    await replace(folder, 'embeddings.safetensors', 'hello');
    expect(await fault(folder)).toMatch(/^embeddings\.safetensors is damaged \(safetensors: /);
  });

  it('keeps fields that it does not know', async () => {
    const folder = await prepared();
    await edit(folder, 'dataset.json', set('counts.colours', 3));
    const dataset = await openDataset(folder);
    expect(dataset.info.counts).toMatchObject({ colours: 3, train: 3 });
    await dataset.close();
  });
});
