import '@tensorflow/tfjs-backend-cpu';
import { ortStatistics, registerOrtBackend, traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients of operations.
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { charCnnRnnSizes, type CharCnnRnnWeights } from './char-cnn-rnn-sizes.js';
import { CharCnnRnn } from './char-cnn-rnn.js';
import { encodeCharacters } from './character-codes.js';
import { fixtureTensor, sentences, weightsOf } from '../../fixtures/char-cnn-rnn.js';

const forms = ['rnn', 'gru'];

const create = (form: string) => new CharCnnRnn(weightsOf(form), charCnnRnnSizes(weightsOf(form)));

const codesOf = (captions: string[], options = { lowerCase: true, unknown: 'zero' } as const) =>
  tf.tensor3d(encodeCharacters(captions, options), [captions.length, 201, 70]);

const farthest = (found: ArrayLike<number>, expected: ArrayLike<number>) => {
  expect(found.length).toBe(expected.length);
  return Array.from(found, (value, i) => Math.abs(value - expected[i]!)).reduce((a, b) =>
    Math.max(a, b),
  );
};

beforeAll(() => registerOrtBackend({ threads: 1 }));

describe.each(forms)('CharCnnRnn with %s', (form) => {
  it.each(['lower', 'kept'])('equals PyTorch, with case %s', async (letters) => {
    await tf.setBackend('cpu');
    const network = create(form);
    for (const unknown of ['zero', 'space'] as const) {
      const options = { lowerCase: letters === 'lower', unknown };
      const codes = tf.tensor3d(encodeCharacters(sentences, options), [sentences.length, 201, 70]);
      const embeddings = network.apply(codes).dataSync();
      const { data } = fixtureTensor(`${form}/${letters}/${unknown}`);
      expect(farthest(embeddings, data)).toBeLessThan(1e-5);
    }
    network.dispose();
  });

  it.each([
    ['cpu', 1],
    ['ort', 2], // The second call is the first that can be replayed.
  ])('has the gradients of PyTorch on %s, traced', async (backend, calls) => {
    await tf.setBackend(backend);
    const network = create(form);
    const step = traced(({ codes }: { codes: tf.Tensor3D }) => {
      const { grads } = tf.variableGrads(
        () => tf.sum(network.apply(codes)),
        [...network.variables.values()],
      );
      return grads;
    });
    const codes = codesOf(sentences);
    const [gradients] = Array.from({ length: calls }, () => step({ codes })).reverse();
    for (const [name, variable] of network.variables) {
      const { data } = fixtureTensor(`${form}/gradient/${name}`);
      const largest = Math.max(...Array.from(data, Math.abs));
      const distance = farthest(gradients![variable.name]!.dataSync(), data);
      expect(distance / largest, name).toBeLessThan(1e-5);
    }
    expect(ortStatistics().fallbacks).toEqual({});
    network.dispose();
  });
});

it('keeps no tensors but its weights', async () => {
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;
  const network = create('gru');
  const codes = codesOf(['a bird']);
  tf.dispose([network.apply(codes), codes]);
  expect(tf.memory().numTensors - before).toBe(network.variables.size);
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('names all weights that do not fit, and those that are damaged', () => {
  const weights = weightsOf('rnn');
  const sizes = charCnnRnnSizes(weights);
  const build = (changed: Record<string, unknown>) => () =>
    new CharCnnRnn({ ...weights, ...changed } as CharCnnRnnWeights, sizes);
  expect(build({ 'conv2.bias': undefined, extra: weights['conv1.bias'] })).toThrow(
    'conv2.bias is missing; extra is surplus',
  );
  expect(build({ 'conv2.bias': weights['conv1.bias'] })).toThrow(
    'conv2.bias is [8], expected [10]',
  );
  const data = new Float32Array(8).fill(NaN);
  expect(build({ 'conv1.bias': { dtype: 'float32', shape: [8], data } })).toThrow(
    'damaged: conv1.bias [8] holds NaN at [0]',
  );
  expect(() => charCnnRnnSizes({})).toThrow('no weight conv1.weight; it is not a char-CNN-RNN');
});
