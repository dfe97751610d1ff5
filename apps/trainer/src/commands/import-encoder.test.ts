import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { type HostTensor, writePth } from '@stackgan/formats';
import { SeededRandom } from '@stackgan/random';
import { charCnnRnnShapes } from '@stackgan/text';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { preparedFolder } from '../testing/prepared-folder.js';
import { quietContext, temporaryFolder, tinyOptions } from '../testing/tiny.js';
import { createRun } from '../training/create-run.js';
import { trainRun } from '../training/train-run.js';
import { humanStudy } from './human-study.js';
import { importEncoder } from './import-encoder.js';
import { sample, type SampleArguments } from './sample.js';

beforeAll(() => tf.setBackend('cpu'));

const dimension = 5;

/** Random weights of a small network as the PyTorch port extracts them. */
function extractedWeights(seed: number): Record<string, HostTensor> {
  const sizes = { recurrent: 'gru', channels: [3, 4, 2], dimension } as const;
  const random = new SeededRandom(seed);
  const tensors = [...charCnnRnnShapes(sizes)].map(([name, shape]): [string, HostTensor] => {
    const length = shape.reduce((product, size) => product * size, 1);
    const data = Float32Array.from({ length }, () => random.uniform() - 0.5);
    return [name.replaceAll('.', '_'), { dtype: 'float32', shape, data }];
  });
  return Object.fromEntries(tensors);
}

async function importedEncoder(folder: string, name: string, seed: number): Promise<string> {
  const [file, out] = [join(folder, `${name}.pth`), join(folder, 'encoders', name)];
  await writeFile(file, writePth(extractedWeights(seed)));
  const context = quietContext();
  await importEncoder({ file, out }, context);
  expect(context.lines.join('\n')).toContain(`stackgan prepare --encoder ${out}`);
  return out;
}

describe('an imported char-CNN-RNN', () => {
  it('embeds a data set, and the sentences of a run that learned from it', async () => {
    const folder = await temporaryFolder();
    const encoder = await importedEncoder(folder, 'cub', 1);
    const description = JSON.parse(await readFile(join(encoder, 'encoder.json'), 'utf8')) as object;
    expect(description).toMatchObject({ name: 'char-cnn-rnn cub', source: 'cub.pth' });

    const data = await preparedFolder(folder, encoder);
    const dataset = await openDataset(data);
    await dataset.close();
    expect(dataset.info.encoder).toMatchObject({ name: 'char-cnn-rnn cub', dimension });

    const overrides = { ...tinyOptions.stage1, data };
    const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
    const run = await createRun(options, join(folder, 'runs'));
    await trainRun(run, quietContext());

    const out = join(folder, 'samples');
    const draw = (given: Partial<SampleArguments>) => {
      const none = {
        ...{ captions: undefined, embeddings: undefined, data: undefined },
        ...{ interpolate: undefined, nearest: undefined, meanOnly: false },
      };
      const common = { run, texts: ['a blue square'], seeds: '0', out, backend: 'cpu' };
      return sample({ ...none, ...common, ...given }, quietContext());
    };
    const ranking = {
      ...{ runs: run, sentences: undefined, collect: undefined, data: undefined },
      ...{ captions: 1, perCaption: 1, seed: 0, out, backend: 'cpu' },
    };
    const way = 'give the folder or module of char-cnn-rnn cub with --encoder';
    await expect(draw({})).rejects.toThrow(way);
    const other = await importedEncoder(folder, 'other', 2);
    await expect(humanStudy({ ...ranking, encoder }, quietContext())).rejects.toThrow(
      '--encoder embeds --sentences; leave it out for held-out captions',
    );
    await expect(draw({ encoder: other })).rejects.toThrow(
      /trained on 5-d text of encoder char-cnn-rnn cub \([0-9a-f]{8}\), but got .* other \([0-9a-f]{8}\)/u,
    );
    await expect(readFile(join(out, 'grid.png'))).rejects.toThrow('ENOENT');
    await draw({ encoder });
    expect((await readFile(join(out, 'grid.png'))).length).toBeGreaterThan(0);
  });

  it('names the folder that holds no encoder, and the file that holds no weights', async () => {
    const folder = await temporaryFolder();
    const encoder = await importedEncoder(folder, 'cub', 1);
    await expect(preparedFolder(folder, join(folder, 'none'))).rejects.toThrow(
      /the encoder .*none: encoder\.json cannot be read .*; give a folder that stackgan encoder train/u,
    );
    await writeFile(join(encoder, 'weights.safetensors'), 'damaged');
    await expect(preparedFolder(folder, encoder)).rejects.toThrow(
      /the encoder .*cub: weights\.safetensors is not the file that encoder\.json describes/u,
    );
    await expect(importedEncoder(folder, 'cub', 1)).rejects.toThrow('is there already');

    const [file, out] = [join(folder, 'weights.pth'), join(folder, 'new')];
    const importing = () => importEncoder({ file, out }, quietContext());
    await expect(importing()).rejects.toThrow(/weights\.pth cannot be read .*; give a/u);
    await writeFile(file, 'text');
    await expect(importing()).rejects.toThrow(/weights\.pth is not a readable file: /u);
    // Torch7's nil, and what is none of its files.
    const torch7 = join(folder, 'weights.t7');
    const importingTorch7 = () => importEncoder({ file: torch7, out }, quietContext());
    await writeFile(torch7, new Uint8Array(4));
    await expect(importingTorch7()).rejects.toThrow(/weights\.t7: the file has no module 4; /u);
    await writeFile(torch7, 'text');
    await expect(importingTorch7()).rejects.toThrow(/weights\.t7 is not a readable file: /u);
    const { rnn_h2h_bias, ...others } = extractedWeights(1);
    expect(rnn_h2h_bias).toBeDefined();
    await writeFile(file, writePth(others));
    await expect(importing()).rejects.toThrow(/weights\.pth: .*rnn\.h2h\.bias is missing/u);
  });
});
