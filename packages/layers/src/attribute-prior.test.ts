import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  loadLayersModel,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { normal } from '../test-support/numbers.js';
import {
  attributePriorStep,
  attributesOf,
  createAttributePrior,
  OptionError,
  SampleAttributes,
  setAttributePrior,
} from './index.js';
import { drawAttributes } from './attribute-prior.js';

/** An attribute of some values. */
const attribute = (count: number) => ({
  name: `of ${count}`,
  values: Array.from({ length: count }, (_, at) => `value ${at}`),
});

const rowsOf = (x: tf.Tensor2D) => x.arraySync();

describe('SampleAttributes', () => {
  const attributes = [attribute(3), attribute(2)];
  const sample = new SampleAttributes({ name: 'sample', attributes });
  const logits = (rows: number) =>
    tf.tile(tf.log(tf.tensor2d([[0.2, 0.5, 0.3, 0.9, 0.1]])), [rows, 1]);
  const values = (latent: tf.Tensor2D) =>
    rowsOf(sample.apply([logits(latent.shape[0]), latent]) as tf.Tensor2D).map((row) =>
      [row.slice(0, 3), row.slice(3)].map((of) => of.findIndex((value) => value > 0)),
    );

  it('takes the value in whose interval the normal distribution function of z lies', () => {
    // Φ is 0.19 and 0.21 at -0.878 and -0.806, 0.69 and 0.71 at 0.496 and 0.553, 0.91 at 1.341.
    const latent = tf.tensor2d([
      [-0.878, 1.341, 0],
      [-0.806, -9, 0],
      [0.496, 0, 0],
      [0.553, 9, 0],
      [9, -1, 0],
      [-9, 1, 0],
    ]);
    expect(values(latent)).toEqual([
      [0, 1],
      [1, 0],
      [1, 0],
      [2, 1],
      [2, 0],
      [0, 0],
    ]);
  });

  it('does not draw values that are much less probable than another', () => {
    const rare = tf.log(tf.tensor2d([[0.03, 0.95, 0.02, 0.96, 0.04]]));
    const of = (z: number) =>
      rowsOf(sample.apply([rare, tf.tensor2d([[z, z]])]) as tf.Tensor2D)[0]!;
    for (const z of [-5, 0, 5])
      expect(of(z).map((value) => value > 0)).toEqual([false, true, false, true, false]);
  });

  it('draws from the distribution if z is normal, one value of each attribute', () => {
    const count = 4000;
    const drawn = sample.apply([logits(count), normal([count, 4], 3)]) as tf.Tensor2D;
    const shares = [...tf.div(tf.mean(tf.cast(tf.greater(drawn, 0), 'float32'), 0), 1).dataSync()];
    [0.2, 0.5, 0.3, 0.9, 0.1].forEach((share, at) => expect(shares[at]).toBeCloseTo(share, 1));
    // Each attribute has the same scale: √n once per row.
    const squares = [...tf.sum(tf.square(tf.slice(drawn, [0, 0], [-1, 3])), 1).dataSync()];
    expect(Math.min(...squares)).toBeCloseTo(3, 5);
    expect(Math.max(...squares)).toBeCloseTo(3, 5);
  });

  it('is saved with its names and values, whatever their letters', async () => {
    const attributes = [
      { name: 'Upper Body', values: ['T-shirt with a print', 'V-neck', 'snake_case', '_x', 'aBc'] },
      { name: 'größe', values: ['Übergröße', 'İ', '^54;', '帽子', '😀', ''] },
    ];
    const layer = new SampleAttributes({ name: 'attributes', attributes });
    const inputs = [input({ shape: [11] }), input({ shape: [2] })];
    const drawn = layer.apply(inputs) as SymbolicTensor;
    let saved: tf.io.ModelArtifacts | undefined;
    const save = tf.io.withSaveHandler((artifacts) => {
      // As a file.
      saved = JSON.parse(JSON.stringify(artifacts)) as tf.io.ModelArtifacts;
      return Promise.resolve({ modelArtifactsInfo: {} } as tf.io.SaveResult);
    });
    await model({ inputs, outputs: drawn }).save(save);
    tf.serialization.registerClass(SampleAttributes);
    const { modelTopology, weightSpecs } = saved!;
    const artifacts = { modelTopology, weightSpecs, weightData: new ArrayBuffer(0) };
    const loaded = await loadLayersModel(tf.io.fromMemory(artifacts as tf.io.ModelArtifacts));
    expect(attributesOf(loaded)).toEqual(attributes);
  });

  it('has no choice where an attribute has one value', () => {
    const one = new SampleAttributes({ attributes: [attribute(1)] });
    const drawn = one.apply([tf.zeros([2, 1]), tf.tensor2d([[-3], [3]])]) as tf.Tensor2D;
    expect(rowsOf(drawn)).toEqual([[1], [1]]);
  });

  it('takes given attributes in place of a draw', () => {
    const shown = tf.tensor2d([[0, 0, 1, 1, 0]]);
    const taken = sample.apply([logits(1), tf.zeros([1, 2])], { shown }) as tf.Tensor2D;
    const expected = [0, 0, Math.sqrt(3), Math.SQRT2, 0];
    rowsOf(taken)[0]!.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 5));
  });
});

describe('createAttributePrior', () => {
  // Two captions: the first states the first value, the other leaves it open.
  const embeddings = tf.tensor2d([
    [1, 0],
    [0, 1],
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  const shown = tf.tensor2d([
    [1, 0],
    [1, 0],
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  const learned = () => {
    const prior = createAttributePrior({ textDim: 2, values: 2 });
    const adam = tf.train.adam(0.1);
    for (let step = 0; step < 150; step++) {
      attributePriorStep(prior, adam, { embeddings, shown, sizes: [2] }).dispose();
    }
    return prior;
  };

  it('learns what captions state, and how frequent values are in what they leave open', () => {
    const prior = learned();
    const [stated, open] = rowsOf(
      tf.softmax(prior.predict(tf.tensor2d([[1, 0], [0, 1]])) as tf.Tensor2D),
    ); // prettier-ignore
    expect(stated![0]).toBeGreaterThan(0.95);
    expect(open![0]).toBeCloseTo(0.25, 1);
  });

  it('leaves the loss of a step, and no other tensor', () => {
    const prior = createAttributePrior({ textDim: 2, values: 2 });
    const adam = tf.train.sgd(0.1);
    const before = tf.memory().numTensors;
    const loss = attributePriorStep(prior, adam, { embeddings, shown, sizes: [2] });
    expect(tf.memory().numTensors - before).toBe(1);
    expect(loss.dataSync()[0]).toBeCloseTo(Math.log(2), 1);
  });

  it('gives its weights to generators, where they do not train', () => {
    const code = input({ shape: [2] });
    const latent = input({ shape: [3] });
    const generator: LayersModel = model({
      inputs: [code, latent],
      outputs: drawAttributes(code, latent, [attribute(2)]),
    });
    setAttributePrior(generator, learned());
    expect(attributesOf(generator)).toEqual([attribute(2)]);
    expect(generator.trainableWeights).toHaveLength(0);
    const of = (embedding: number[], z: number) =>
      rowsOf(
        generator.predict([tf.tensor2d([embedding]), tf.tensor2d([[z, 0, 0]])]) as tf.Tensor2D,
      )[0]!.findIndex((value) => value > 0);
    expect([of([1, 0], -1.5), of([1, 0], 1.5)]).toEqual([0, 0]);
    expect([of([0, 1], -1.5), of([0, 1], 1.5)]).toEqual([0, 1]);
  });

  it('needs a number of z for each attribute', () => {
    const draw = () =>
      drawAttributes(input({ shape: [2] }), input({ shape: [1] }), [attribute(2), attribute(2)]);
    expect(draw).toThrow(OptionError);
    expect(draw).toThrow(/latentDim is 1: give at least 2, one number per attribute/);
  });
});
