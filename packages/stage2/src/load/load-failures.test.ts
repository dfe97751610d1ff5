import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { loadStackGAN } from '../index.js';
import { servedModel } from '../../test-support/served-model.js';

const model = servedModel();

/** A `fetch` that never answers for the files of `hung`, and the addresses whose request ended. */
function hangingFetch(hung: string) {
  const asked: string[] = [];
  const stopped: string[] = [];
  const own = (address: string, init: RequestInit): Promise<Response> => {
    asked.push(address);
    if (!address.startsWith(hung)) return fetch(address, init);
    return new Promise((_, reject) => {
      init.signal!.addEventListener('abort', () => {
        stopped.push(address);
        reject(init.signal!.reason as Error);
      });
    });
  };
  return { asked, stopped, fetch: own };
}

it('asks for an encoder at an address before the model answers', async () => {
  const { asked, stopped, fetch } = hangingFetch(`${model.address}/model`);
  const encoder = `${model.address}/none`;
  const loading = loadStackGAN(`${model.address}/model`, { encoder, fetch });
  await expect(loading).rejects.toMatchObject({ name: 'EncoderError' });
  await expect(loading).rejects.toThrow(/none\/\w+\.json answered 404/);
  expect(asked).toContain(`${encoder}/model.json`);
  expect(stopped).toEqual([`${model.address}/model/stackgan.json`]);
});

it.each([
  ['is not there', 'none', {}, { name: 'ModelSourceError', fault: 'missing' }],
  ['has no backend', 'model', { backend: 'webgl' }, { name: 'BackendMissingError' }],
])('stops the download of the encoder if the model %s', async (_, path, options, error) => {
  const before = tf.memory().numTensors;
  const encoder = 'http://encoder';
  const { stopped, fetch } = hangingFetch(encoder);
  const loading = loadStackGAN(`${model.address}/${path}`, { encoder, fetch, ...options });
  await expect(loading).rejects.toMatchObject(error);
  expect(stopped.sort()).toEqual([`${encoder}/model.json`, `${encoder}/vocab.json`]);
  expect(tf.memory().numTensors).toBe(before);
});

it('stops both downloads by a signal', async () => {
  const controller = new AbortController();
  const { asked, stopped, fetch } = hangingFetch('http://');
  const { signal } = controller;
  const loading = loadStackGAN('http://model', { encoder: 'http://encoder', fetch, signal });
  const rejection = expect(loading).rejects.toBe('enough');
  await expect.poll(() => asked.length).toBe(3);
  controller.abort('enough');
  await rejection;
  expect(stopped.sort()).toEqual(asked.sort());
});
