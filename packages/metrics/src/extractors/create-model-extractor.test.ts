import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createModelExtractor, type ModelExtractorOptions } from './create-model-extractor.js';

beforeAll(() => tf.setBackend('cpu'));

/** Images of one colour: in the first red, green and blue are -1, 0 and 1, in the second 0.5. */
function colours(size = 4): tf.Tensor4D {
  const rows = [
    [-1, 0, 1],
    [0.5, 0.5, 0.5],
  ];
  return tf.tidy(() => tf.tile(tf.reshape(tf.tensor2d(rows), [2, 1, 1, 3]), [1, size, size, 1]));
}

/** A model whose features are the means of the channels. */
function meanOfChannels(inputShape: (number | null)[] = [4, 4, 3]): Sequential {
  return sequential({ layers: [layers.globalAveragePooling2d({ inputShape })] });
}

/** The same as a graph model. */
function meanGraph() {
  const floats = { dtype: { type: 'DT_FLOAT' } };
  const axes = { name: 'axes', shape: [2], dtype: 'int32' as const };
  return loadGraphModel(
    tf.io.fromMemory({
      format: 'graph-model',
      modelTopology: {
        versions: { producer: 1 },
        node: [
          {
            ...{ name: 'x', op: 'Placeholder' },
            attr: { ...floats, shape: { shape: { dim: [-1, 4, 4, 3].map((size) => ({ size })) } } },
          },
          { name: 'axes', op: 'Const', attr: { dtype: { type: 'DT_INT32' } } },
          { name: 'y', op: 'Mean', input: ['x', 'axes'], attr: { keep_dims: { b: false } } },
        ],
      },
      weightSpecs: [axes],
      weightData: new Int32Array([1, 2]).buffer,
    }),
  );
}

async function featuresOf(
  model: Parameters<typeof createModelExtractor>[0],
  options: ModelExtractorOptions,
  images = colours(),
): Promise<number[][]> {
  const extractor = await createModelExtractor(model, options);
  const made = extractor.extract(images);
  const rows = await made.array();
  tf.dispose([made, images]);
  extractor.dispose();
  return rows.map((row) => row.map((value) => Math.round(value * 1e4) / 1e4));
}

describe('preprocessing', () => {
  it.each([
    [[0, 1], [0, 0.5, 1], 0.75],
    [[-1, 1], [-1, 0, 1], 0.5],
    [[0, 255], [0, 127.5, 255], 191.25],
  ] as const)('range %j', async (range, first, second) => {
    const [a, b] = await featuresOf(meanOfChannels(), { range });
    expect(a).toEqual(first);
    expect(b).toEqual([second, second, second]);
  });

  it('mean and deviation of the channels', async () => {
    const range = { mean: [0.5, 0.25, 0], std: [0.5, 0.25, 2] };
    const [a] = await featuresOf(meanOfChannels(), { range });
    expect(a).toEqual([-1, 1, 0.5]);
  });

  it('resizes to the size of the model, or to the one that is asked for', async () => {
    const wanted = [
      [-1, 0, 1],
      [0.5, 0.5, 0.5],
    ];
    expect(await featuresOf(meanOfChannels(), { range: [-1, 1] }, colours(7))).toEqual(wanted);
    const open = meanOfChannels([null, null, 3]);
    const options = { range: [-1, 1], imageSize: [2, 6] } as const;
    expect(await featuresOf(open, options)).toEqual(wanted);
  });
});

describe('models', () => {
  it('a graph model', async () => {
    expect((await featuresOf(await meanGraph(), { range: [0, 1] }))[0]).toEqual([0, 0.5, 1]);
  });

  it('a model that makes an image of features: their mean', async () => {
    const model = sequential({
      layers: [layers.zeroPadding2d({ inputShape: [4, 4, 3], padding: [2, 2] })],
    });
    expect((await featuresOf(model, { range: [0, 1] }))[1]).toEqual([0.1875, 0.1875, 0.1875]);
  });

  it('is told apart by weights, layout and preprocessing', async () => {
    const dense = (value: number): Sequential =>
      sequential({
        layers: [
          layers.flatten({ inputShape: [4, 4, 3] }),
          layers.dense({ units: 2, weights: [tf.fill([48, 2], value), tf.zeros([2])] }),
        ],
      });
    const hashOf = async (value: number, range: readonly [number, number]): Promise<string> => {
      const extractor = await createModelExtractor(dense(value), { range });
      expect(extractor).toMatchObject({ name: 'model-2', features: 2, imageSize: [4, 4] });
      extractor.dispose();
      return extractor.hash;
    };
    const hashes = [await hashOf(1, [0, 1]), await hashOf(2, [0, 1]), await hashOf(1, [-1, 1])];
    expect(new Set(hashes).size).toBe(3);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has another name and hash with another filter, or the name that it is given', async () => {
    const open = (options: Partial<ModelExtractorOptions>) =>
      createModelExtractor(meanOfChannels(), { range: [0, 1], ...options });
    const pillow = await open({});
    const tensorflow = await open({ resize: 'tf1-bilinear' });
    expect(pillow.name).toBe('model-3');
    expect(tensorflow.name).toBe('model-3-tf1-bilinear');
    expect(tensorflow.hash).not.toBe(pillow.hash);
    expect((await open({ resize: 'tf1-bilinear', name: 'mine' })).name).toBe('mine');
  });

  it('leaves no tensors', async () => {
    const before = tf.memory().numTensors;
    await featuresOf(meanOfChannels(), { range: [0, 1] });
    await featuresOf(await meanGraph(), { range: [0, 1] });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('refuses', () => {
  const range = [0, 1] as const;
  it.each([
    ['a grey image model', meanOfChannels([4, 4, 1]), { range }, 'input is [?, 4, 4, 1]'],
    ['an open size', meanOfChannels([null, null, 3]), { range }, 'give imageSize'],
    ['another size', meanOfChannels(), { range, imageSize: [5, 4] }, 'the model reads [4, 4]'],
    ['no size', meanOfChannels([null, null, 3]), { range, imageSize: [0, 4] }, 'in pixels'],
    ['an upside-down range', meanOfChannels(), { range: [1, 0] }, 'range is [1,0]: give [0, 1]'],
    [
      'a deviation of 0',
      meanOfChannels(),
      { range: { mean: [0, 0, 0], std: [1, 0, 1] } },
      'std above 0',
    ],
    [
      'features of rank 3',
      sequential({ layers: [layers.reshape({ inputShape: [4, 4, 3], targetShape: [16, 3] })] }),
      { range },
      'makes [2,16,3] of 2 images',
    ],
    [
      'NaN',
      sequential({
        layers: [
          layers.flatten({ inputShape: [4, 4, 3] }),
          layers.dense({ units: 1, weights: [tf.fill([48, 1], NaN), tf.zeros([1])] }),
        ],
      }),
      { range },
      'makes NaN or infinity',
    ],
  ] as [string, Sequential, ModelExtractorOptions, string][])(
    '%s',
    async (_, model, options, message) => {
      await expect(createModelExtractor(model, options)).rejects.toThrow(message);
    },
  );

  it('a model that throws, with its reason', async () => {
    const model = meanOfChannels();
    const broken = {
      ...{ inputs: model.inputs, outputs: model.outputs, dispose: () => undefined },
      predict: () => {
        throw new Error('needs executeAsync');
      },
    };
    await expect(createModelExtractor(broken, { range })).rejects.toMatchObject({
      fault: 'model',
      message: expect.stringContaining('needs executeAsync') as string,
    });
  });
});
