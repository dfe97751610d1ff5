import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { type EncoderIdentity, loadEncoder } from '@stackgan/text';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { charCnnRnnFiles, writeEncoder, writeSketcher } from '../../test-support/encoder-files.js';
import { inPage } from '../../test-support/in-page.js';
import { networks, servedModel } from '../../test-support/served-model.js';
import { valuesOf } from '../../test-support/values-of.js';
import {
  createStackGAN,
  loadGenerators,
  loadStackGAN,
  type LoadStackGANOptions,
  memoryStore,
  type StackGANSource,
} from '../index.js';

const model = servedModel();

/** The encoder that the models were trained with. */
let birds: EncoderIdentity;
/** What they draw of a caption. */
let expected: Float32Array;

beforeAll(async () => {
  const files = await charCnnRnnFiles('birds', 1);
  const encoder = await loadEncoder(files);
  const { name, dimension, hash } = encoder;
  birds = { name, dimension, hash };
  const own = createStackGAN({ stage1: networks.stage1, encoder });
  expected = valuesOf(await own.generate('a dog', { seed: 3 }));
  encoder.dispose();
  await writeSketcher(model, 'own', { ...birds, folder: 'encoder' });
  await writeEncoder(model, 'own/encoder', files);
  await writeSketcher(model, 'bare', birds);
  await writeSketcher(model, 'mixed', { ...birds, folder: 'encoder' });
  await writeEncoder(model, 'mixed/encoder', await charCnnRnnFiles('cats', 2));
});

async function drawn(source: StackGANSource, options: LoadStackGANOptions = {}) {
  const before = tf.memory().numTensors;
  const stackgan = await loadStackGAN(source, options);
  const image = await stackgan.generate('a dog', { seed: 3 });
  stackgan.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return valuesOf(image);
}

async function failure(source: string, options: LoadStackGANOptions = {}): Promise<Error> {
  const before = tf.memory().numTensors;
  const error = await loadStackGAN(source, options).then(
    () => new Error('it loaded'),
    (reason: Error) => reason,
  );
  expect(tf.memory().numTensors).toBe(before);
  return error;
}

/** The files below a folder of the model, in memory. */
const inMemory = (folder: string) =>
  memoryStore(
    new Map(
      [...model.files()].flatMap(([path, bytes]) =>
        path.startsWith(`${folder}/`) ? [[path.slice(folder.length + 1), bytes]] : [],
      ),
    ),
  );

describe('loadStackGAN draws', () => {
  it.each<[string, () => StackGANSource]>([
    ['a folder', () => join(model.folder, 'own')],
    ['a web address', () => `${model.address}/model/own`],
    ['a store', () => inMemory('own')],
  ])('with the encoder that the model brings: %s', async (_, source) => {
    expect(await drawn(source())).toEqual(expected);
  });

  it.each<[string, () => string | URL]>([
    ['a path', () => join(model.folder, 'own/encoder')],
    ['a file: URL', () => pathToFileURL(join(model.folder, 'own/encoder'))],
    ['a web address', () => `${model.address}/model/own/encoder`],
    ['a URL', () => new URL(`${model.address}/model/own/encoder/?v=1`)],
  ])('with the encoder in a folder that is given: %s', async (_, encoder) => {
    expect(await drawn(join(model.folder, 'bare'), { encoder: encoder() })).toEqual(expected);
  });

  it('with one that was loaded, whose name may be another, and which stays loaded', async () => {
    const encoder = await loadEncoder(await charCnnRnnFiles('renamed', 1));
    expect(await drawn(join(model.folder, 'bare'), { encoder })).toEqual(expected);
    expect(await encoder.embed(['a'])).toHaveLength(2);
    encoder.dispose();

    // Images of all encoders could be alike.
    const cats = await loadEncoder(await charCnnRnnFiles('cats', 2));
    const other = createStackGAN({ stage1: networks.stage1, encoder: cats });
    expect(valuesOf(await other.generate('a dog', { seed: 3 }))).not.toEqual(expected);
    cats.dispose();
  });

  it('in a browser, by addresses relative to the page', async () => {
    for (const [source, encoder] of [
      ['model/own', {}],
      ['model/bare', { encoder: 'model/own/encoder' }],
    ] as const) {
      const stackgan = await inPage(model, () => loadStackGAN(source, encoder));
      expect(valuesOf(await stackgan.generate('a dog', { seed: 3 }))).toEqual(expected);
      stackgan.dispose();
    }
  });
});

describe('loadStackGAN refuses', () => {
  const both =
    /learned with encoder "birds" \(2 numbers, hash [0-9a-f]{8}\), but got encoder "cats" \(2 numbers, hash [0-9a-f]{8}\); give the one/;

  it('another encoder, given or in the model, and frees it', async () => {
    const encoder = join(model.folder, 'mixed/encoder');
    for (const error of [
      await failure(join(model.folder, 'bare'), { encoder }),
      await failure(join(model.folder, 'mixed')),
    ]) {
      expect(error).toMatchObject({ name: 'WrongEncoderError', expected: birds });
      expect(error.message).toMatch(both);
    }
  });

  it('a model without its encoder, and says how to give it', async () => {
    const error = await failure(join(model.folder, 'bare'));
    expect(error).toMatchObject({ name: 'EncoderRequiredError', encoder: birds });
    expect(error.message).toMatch(
      /bare reads captions by encoder "birds" \(2 numbers, .*\); give it as the option encoder: the path or web address of its folder, or one that you loaded/,
    );
  });

  it('files that are damaged or missing, and says where they are', async () => {
    await writeSketcher(model, 'damaged', { ...birds, folder: 'encoder' });
    const files = await charCnnRnnFiles('birds', 1);
    const weights = Uint8Array.from(files['weights.safetensors']);
    weights[weights.length - 1]! ^= 1;
    await writeEncoder(model, 'damaged/encoder', { ...files, 'weights.safetensors': weights });
    const damaged = await failure(`${model.address}/model/damaged`);
    expect(damaged.name).toBe('EncoderError');
    expect(damaged.message).toMatch(
      /\/model\/damaged\/encoder: weights\.safetensors is not the file that encoder\.json describes/,
    );
    await writeSketcher(model, 'missing', { ...birds, folder: 'encoder' });
    const missing = await failure(join(model.folder, 'missing'));
    expect(missing).toMatchObject({ name: 'ModelSourceError', fault: 'missing' });
    expect(missing.message).toMatch(
      /missing.encoder.\w+\.\w+ is not there; the folder of the encoder "birds" has encoder\.json/,
    );
    const nowhere = await failure(join(model.folder, 'bare'), { encoder: 'no-such-folder' });
    expect(nowhere.message).toMatch(
      /^no-such-folder.\w+\.\w+ is not there; the folder of the encoder "birds"/,
    );
  });

  it.each(['../own/encoder', '/etc', 'a/b', 'C:x', '', '..', 7])(
    'a folder that is not one in the model: %j',
    async (folder) => {
      await writeSketcher(model, 'hostile', { ...birds, folder });
      const error = await failure(join(model.folder, 'hostile'));
      expect(error).toMatchObject({ name: 'ModelSourceError', fault: 'damaged' });
      expect(error.message).toMatch(/has encoder \{.*, or with a folder that is no name of one/);
    },
  );
});

it('loadGenerators tells the encoder, and not where it is', async () => {
  const { encoder, stage1, stage2 } = await loadGenerators(join(model.folder, 'own'));
  expect(encoder).toEqual(birds);
  stage1.dispose();
  stage2?.dispose();
});
