import '@tensorflow/tfjs-backend-cpu';
import { SENTENCE_ENCODER_NAME } from '@stackgan/text';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { loadStackGAN } from '../index.js';
import { index, servedModel } from '../../test-support/served-model.js';

const model = servedModel();

beforeAll(async () => {
  const encoder = { ...index.encoder, name: SENTENCE_ENCODER_NAME };
  const text = JSON.stringify({ ...index, encoder });
  for (const folder of ['whole', 'without-networks']) {
    await model.write(`${folder}/stackgan.json`, text);
  }
  for (const stage of ['stage1', 'stage2']) await model.copy(stage, `whole/${stage}`);
});

/** A `fetch` that never answers for addresses below `hung`, and the addresses whose request ended. */
function hangingFetch(...hung: string[]) {
  const asked: string[] = [];
  const stopped: string[] = [];
  const own = (address: string, init: RequestInit): Promise<Response> => {
    asked.push(address);
    if (!hung.some((place) => address.startsWith(place))) return fetch(address, init);
    return new Promise((_, reject) => {
      const stop = () => {
        stopped.push(address);
        reject(init.signal!.reason as Error);
      };
      if (init.signal!.aborted) stop();
      else init.signal!.addEventListener('abort', stop);
    });
  };
  return { asked, stopped, fetch: own };
}

it('asks for the files of the encoder while the networks are on their way', async () => {
  const source = `${model.address}/model/whole`;
  const encoder = `${model.address}/none`;
  const { asked, stopped, fetch } = hangingFetch(`${source}/stage`);
  const loading = loadStackGAN(source, { encoder, fetch });
  await expect(loading).rejects.toMatchObject({ name: 'EncoderError' });
  await expect(loading).rejects.toThrow(/none\/\w+\.json answered 404/);
  expect(asked).toContain(`${encoder}/model.json`);
  expect(stopped.sort()).toEqual([1, 2].map((stage) => `${source}/stage${stage}/model.json`));
});

it.each([
  ['has no networks', 'without-networks', {}, { name: 'ModelSourceError', fault: 'missing' }],
  ['has no backend', 'whole', { backend: 'webgl' }, { name: 'BackendMissingError' }],
])('stops the download of the encoder if the model %s', async (_, path, options, error) => {
  const before = tf.memory().numTensors;
  const encoder = 'http://encoder';
  const { asked, stopped, fetch } = hangingFetch(encoder);
  const loading = loadStackGAN(`${model.address}/model/${path}`, { encoder, fetch, ...options });
  await expect(loading).rejects.toMatchObject(error);
  expect(stopped.sort()).toEqual([`${encoder}/model.json`, `${encoder}/vocab.json`]);
  expect(asked).toEqual(expect.arrayContaining(stopped));
  expect(tf.memory().numTensors).toBe(before);
});

it('stops both downloads by a signal', async () => {
  const controller = new AbortController();
  const source = `${model.address}/model/whole`;
  const { asked, stopped, fetch } = hangingFetch(`${source}/stage`, 'http://encoder');
  const { signal } = controller;
  const loading = loadStackGAN(source, { encoder: 'http://encoder', fetch, signal });
  const rejection = expect(loading).rejects.toBe('enough');
  await expect.poll(() => asked.length).toBe(5);
  controller.abort('enough');
  await rejection;
  expect(stopped.sort()).toEqual(asked.filter((address) => !address.endsWith('gan.json')).sort());
});
