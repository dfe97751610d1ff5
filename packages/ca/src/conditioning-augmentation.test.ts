import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { input, loadLayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import type { CaActivation } from './ca-activation.js';
import { conditioningAugmentation, LOG_VARIANCE_LIMIT } from './conditioning-augmentation.js';
import { klDivergence } from './kl-divergence.js';
import { registerConditioningAugmentation } from './register-conditioning-augmentation.js';

const ACTIVATIONS = ['leakyRelu', 'relu', 'linear', 'glu'] as const;
const embedding = tf.randomNormal([3, 5], 0, 1, 'float32', 1);
const epsilon = tf.randomNormal([3, 2], 0, 1, 'float32', 2);

type Outputs = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

function layerWith(weights: [tf.Tensor, tf.Tensor], activation: CaActivation) {
  const layer = conditioningAugmentation({ conditionDim: 2, activation });
  layer.apply([embedding, epsilon]);
  layer.setWeights(weights);
  return layer;
}

/** The formula on plain numbers. */
function expected(kernel: number[][], bias: number[], activation: CaActivation): number[][][] {
  const x = embedding.arraySync() as number[][];
  const noise = epsilon.arraySync() as number[][];
  const rows = x.map((row, n) => {
    const linear = bias.map((b, unit) =>
      row.reduce((sum, value, i) => sum + value * (kernel[i]?.[unit] ?? NaN), b),
    );
    const at = (unit: number) => linear[unit] ?? NaN;
    const statistic = (unit: number) => {
      if (activation === 'glu') return at(unit) / (1 + Math.exp(-at(unit + 4)));
      const slope = { leakyRelu: 0.2, relu: 0, linear: 1 }[activation];
      return at(unit) < 0 ? slope * at(unit) : at(unit);
    };
    const mean = [statistic(0), statistic(1)];
    const logVariance = [statistic(2), statistic(3)];
    const condition = mean.map(
      (mu, e) => mu + Math.exp((logVariance[e] ?? NaN) / 2) * (noise[n]?.[e] ?? NaN),
    );
    return [mean, logVariance, condition];
  });
  return [0, 1, 2].map((output) => rows.map((row) => row[output] ?? []));
}

describe('ConditioningAugmentation', () => {
  it.each(ACTIVATIONS)('follows its formula with %s', (activation) => {
    const units = activation === 'glu' ? 8 : 4;
    const kernel = tf.randomNormal([5, units], 0, 1, 'float32', 3);
    const bias = tf.randomNormal([units], 0, 1, 'float32', 4);
    const outputs = layerWith([kernel, bias], activation).apply([embedding, epsilon]) as Outputs;
    const formula = expected(
      kernel.arraySync() as number[][],
      bias.arraySync() as number[],
      activation,
    );
    outputs.forEach((output, index) => {
      expect(output.shape).toEqual([3, 2]);
      const values = formula[index]?.flat() ?? [];
      output.dataSync().forEach((value, i) => expect(value).toBeCloseTo(values[i] ?? NaN, 4));
    });
  });

  it('reads log sigma if told to: condition and KL term are those of the TensorFlow code', () => {
    const layer = conditioningAugmentation({
      conditionDim: 2,
      activation: 'linear',
      sigma: 'logDeviation',
    });
    layer.apply([embedding, epsilon]);
    const kernel = tf.randomNormal([5, 4], 0, 0.3, 'float32', 3);
    layer.setWeights([kernel, tf.zeros([4])]);
    const [mean, logVariance, condition] = layer.apply([embedding, epsilon]) as Outputs;

    // The reference's own formulas, on what the dense layer gives.
    const rows = tf
      .matMul(embedding as tf.Tensor2D, kernel as tf.Tensor2D)
      .arraySync() as number[][];
    const noise = epsilon.arraySync() as number[][];
    let sum = 0;
    rows.forEach((row, n) =>
      [0, 1].forEach((e) => {
        const [mu, ls] = [row[e] ?? NaN, row[e + 2] ?? NaN];
        sum += -ls + 0.5 * (-1 + Math.exp(2 * ls) + mu * mu);
        const expectedCondition = mu + Math.exp(ls) * (noise[n]?.[e] ?? NaN);
        expect((condition.arraySync() as number[][])[n]?.[e]).toBeCloseTo(expectedCondition, 5);
      }),
    );
    expect(klDivergence(mean, logVariance).dataSync()[0]).toBeCloseTo(sum / 6, 5);

    // The other form of the same distribution: a kernel whose log variances are twice the log
    // deviations.
    const doubled = tf.concat(
      [tf.slice(kernel, [0, 0], [5, 2]), tf.mul(tf.slice(kernel, [0, 2], [5, 2]), 2)],
      1,
    );
    const other = layerWith([doubled, tf.zeros([4])], 'linear');
    const [otherMean, otherVariance, otherCondition] = other.apply([embedding, epsilon]) as Outputs;
    expect([...otherCondition.dataSync()]).toEqual([...condition.dataSync()]);
    expect(klDivergence(otherMean, otherVariance).dataSync()).toEqual(
      klDivergence(mean, logVariance).dataSync(),
    );
  });

  it('gives the mean itself without noise', () => {
    const layer = conditioningAugmentation({ conditionDim: 2 });
    const [mean, , condition] = layer.apply([embedding, tf.zeros([3, 2])]) as Outputs;
    expect(condition.dataSync()).toEqual(mean.dataSync());
  });

  it('has 262,400 parameters in the size of the paper', () => {
    const inputs = [input({ shape: [1024] }), input({ shape: [128] })];
    const outputs = conditioningAugmentation().apply(inputs) as SymbolicTensor[];
    expect(outputs.map(({ shape }) => shape)).toEqual([
      [null, 128],
      [null, 128],
      [null, 128],
    ]);
    expect(model({ inputs, outputs }).countParams()).toBe(262_400);
  });

  it('keeps the log variance within its limit, with an exact gradient inside', () => {
    const bias = (value: number) => tf.tensor1d([0, 0, value, value]);
    const kernel = tf.zeros([5, 4]);
    const huge = layerWith([kernel, bias(1e6)], 'linear');
    const [, logVariance, condition] = huge.apply([embedding, epsilon]) as Outputs;
    expect(Math.max(...logVariance.dataSync())).toBe(LOG_VARIANCE_LIMIT);
    expect(condition.dataSync().every(Number.isFinite)).toBe(true);

    const slopeAt = (value: number) => {
      const layer = layerWith([kernel, bias(value)], 'linear');
      const variable = layer.trainableWeights[1]?.read() as tf.Tensor;
      return tf
        .grad(() => tf.sum((layer.apply([embedding, epsilon]) as Outputs)[1]))(variable)
        .arraySync();
    };
    expect(slopeAt(3)).toEqual([0, 0, 3, 3]);
    expect(slopeAt(20)).toEqual([0, 0, 0, 0]);
  });

  it('is reproducible from its seed', () => {
    const weights = (seed: number) => {
      const layer = conditioningAugmentation({ conditionDim: 2, seed });
      layer.apply([embedding, epsilon]);
      return layer.getWeights().map((weight) => [...weight.dataSync()]);
    };
    expect(weights(7)).toEqual(weights(7));
    expect(weights(7)).not.toEqual(weights(8));
  });

  it.each(ACTIVATIONS)('can be saved and loaded once registered, with %s', async (activation) => {
    registerConditioningAugmentation();
    registerConditioningAugmentation();
    const inputs = [input({ shape: [5] }), input({ shape: [2] })];
    const layer = conditioningAugmentation({
      conditionDim: 2,
      activation,
      sigma: 'logDeviation',
      seed: 9,
    });
    const net = model({ inputs, outputs: layer.apply(inputs) as SymbolicTensor[] });
    let saved: tf.io.ModelArtifacts = {};
    await net.save({
      save: (artifacts) => {
        saved = artifacts;
        const modelArtifactsInfo = { dateSaved: new Date(0), modelTopologyType: 'JSON' as const };
        return Promise.resolve({ modelArtifactsInfo });
      },
    });
    const loaded = await loadLayersModel(tf.io.fromMemory(saved));
    const outputs = [net, loaded].map((each) =>
      (each.apply([embedding, epsilon]) as Outputs).map((output) => [...output.dataSync()]),
    );
    expect(outputs[1]).toEqual(outputs[0]);
  });

  it('rejects a condition dimension that cannot be', () => {
    expect(() => conditioningAugmentation({ conditionDim: 0 })).toThrow(
      'conditionDim is 0: give a positive integer',
    );
  });

  it('leaks no tensor', () => {
    const layer = conditioningAugmentation({ conditionDim: 2 });
    tf.dispose(layer.apply([embedding, epsilon]) as Outputs);
    const before = tf.memory().numTensors;
    const outputs = layer.apply([embedding, epsilon]) as Outputs;
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.dispose(outputs);
    expect(tf.memory().numTensors).toBe(before);
  });
});
