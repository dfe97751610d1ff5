import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createStage1Generator } from '@stackgan/stage1';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll } from 'vitest';
import { createStage2Generator, type StackGANHandlers } from '../src/index.js';

/** Text of two numbers: how long it is, and its first letter. */
export const encoder = {
  name: 'letters',
  dimension: 2,
  hash: 'letters-1',
  embed: (captions: string[]) =>
    Promise.resolve(
      Float32Array.from(captions.flatMap((text) => [text.length / 10, text.charCodeAt(0) / 100])),
    ),
};
const sizes = { textDim: 2, conditionDim: 3, seed: 1 };
export const networks: Record<'stage1' | 'stage2', LayersModel> = {
  stage1: withContrast(createStage1Generator({ gf: 2, latentDim: 4, ...sizes })),
  stage2: withContrast(
    createStage2Generator({ gf: 2, imageSize: 128, residualBlocks: 0, ...sizes }),
  ),
};
const { name, dimension, hash } = encoder;
export const index = {
  ...{ format: 1, stage1: 'stage1', stage2: 'stage2' },
  encoder: { name, dimension, hash },
};

/** A model in a folder that is also served over HTTP, while the tests of a file run. */
export class ServedModel {
  folder = '';
  /**
   * The folder is at `<address>/model/`, and at `<address>/locked/` for who has the query
   * `token=abc` or the header `authorization: Bearer abc`. `/app/` answers anything with a page,
   * `/secret/` refuses, `/unknown/` asks who it is, `/broken/` fails.
   */
  address = '';
  /** Addresses asked for, from the path on. */
  readonly asked: string[] = [];

  async write(file: string, data: string | Uint8Array): Promise<void> {
    await mkdir(join(this.folder, file, '..'), { recursive: true });
    await writeFile(join(this.folder, file), data);
  }

  /** All files, by their paths. */
  files(): Map<string, Uint8Array> {
    const names = readdirSync(this.folder, { recursive: true, withFileTypes: true });
    return new Map(
      names
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name: file }) => join(parentPath, file))
        .map((path) => [relative(this.folder, path).replaceAll('\\', '/'), readFileSync(path)]),
    );
  }

  async copy(from: string, to: string): Promise<void> {
    for (const file of ['model.json', 'a.bin', 'b.bin']) {
      await this.write(`${to}/${file}`, await readFile(join(this.folder, from, file)));
    }
  }
}

/** Makes it before the tests, takes it away after them. */
export function servedModel(): ServedModel {
  const model = new ServedModel();
  let server: Server;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    model.folder = await mkdtemp(join(tmpdir(), 'stackgan-load-'));
    await writeNetworks(model);
    server = createServer(({ url = '', headers }, response) => {
      model.asked.push(url);
      const { pathname, searchParams } = new URL(url, 'http://here');
      const isKnown = searchParams.get('token') === 'abc' || headers.authorization === 'Bearer abc';
      const status = { secret: 403, unknown: 401, broken: 503, locked: isKnown ? undefined : 403 };
      const refusal = status[pathname.split('/')[1] as keyof typeof status];
      if (pathname.startsWith('/app/')) response.end('<!doctype html><title>every address</title>');
      else if (refusal) response.writeHead(refusal).end();
      else
        readFile(join(model.folder, pathname.replace(/^\/(model|locked)\//, '/'))).then(
          (body) => response.end(body),
          () => response.writeHead(404).end(),
        );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    model.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await rm(model.folder, { recursive: true });
  });
  return model;
}

async function writeNetworks(to: ServedModel): Promise<void> {
  for (const [name, model] of Object.entries(networks)) {
    const { weightData, weightSpecs, modelTopology } = await artifactsOf(model);
    const bytes = new Uint8Array(weightData as ArrayBuffer);
    const half = Math.floor(bytes.length / 2);
    // Two shards that cut a number in two.
    const weightsManifest = [{ paths: ['a.bin', 'b.bin'], weights: weightSpecs }];
    await to.write(`${name}/model.json`, JSON.stringify({ modelTopology, weightsManifest }));
    await to.write(`${name}/a.bin`, bytes.slice(0, half - 1));
    await to.write(`${name}/b.bin`, bytes.slice(half - 1));
  }
  await to.write('stackgan.json', JSON.stringify(index));
}

/**
 * Kernels wide enough that what comes in shows in the image. Fresh ones are so narrow that all of
 * it is of one grey, whatever the caption and the seed.
 */
function withContrast(model: LayersModel): LayersModel {
  for (const weight of model.trainableWeights.filter(({ shape }) => shape.length > 1)) {
    const kernel = weight.read();
    const inputs = kernel.size / kernel.shape.at(-1)!;
    // From a deviation of 0.02 to twice the one that would keep the signal's.
    weight.write(tf.mul(kernel, 2 / Math.sqrt(inputs) / 0.02));
  }
  return model;
}

/** What `model.save` would write. */
export async function artifactsOf(model: LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts = {};
  const modelArtifactsInfo = { dateSaved: new Date(), modelTopologyType: 'JSON' as const };
  await model.save({
    save: (artifacts) => Promise.resolve(((saved = artifacts), { modelArtifactsInfo })),
  });
  return saved;
}

/** Both networks as handlers of TensorFlow.js. */
export function handlers(): StackGANHandlers {
  const { stage1, stage2 } = networks;
  return {
    stage1: { load: () => artifactsOf(stage1) },
    stage2: { load: () => artifactsOf(stage2) },
  };
}
