import type { HostTensor } from '@stackgan/formats';
import { EncoderError } from '../errors.js';
import { type CharCnnRnnWeights, WINDOW } from './char-cnn-rnn-sizes.js';
import { t7Field, t7Module, type T7Place } from './t7-place.js';

/** Where the layers of the network are, from its top; numbers count from 1, as in Lua. */
const CONVOLUTIONS: readonly (readonly [layer: string, path: readonly number[]])[] = [
  ['conv1', [2, 1]],
  ['conv2', [2, 4]],
  ['conv3', [2, 7]],
];
const RECURRENT = 4;
const LINEAR = {
  rnn: [
    ['rnn.i2h', [RECURRENT, 2, 1]],
    ['rnn.h2h', [RECURRENT, 6, 1]],
  ],
  gru: [
    ['rnn.i2h', [RECURRENT, 2, 1]],
    ['rnn.i2h_update', [RECURRENT, 5, 1]],
    ['rnn.h2h_update', [RECURRENT, 6, 1]],
    ['rnn.i2h_reset', [RECURRENT, 10, 1]],
    ['rnn.h2h_reset', [RECURRENT, 11, 1]],
    ['rnn.h2h', [RECURRENT, 15, 1]],
  ],
} as const;
const PROJECTION = 6;
const STEPS = { rnn: 8, gru: 18 };

/**
 * The weights of a char-CNN-RNN from the value of a Torch7 file, as `readT7` gives it: the graph of
 * modules that Reed et al. published, alone or in a checkpoint as `protos.enc_doc`. The modules of
 * a graph come in the order in which they compute. Throws {@link EncoderError} that names the
 * module which is missing or another one.
 */
export function charCnnRnnFromT7(value: unknown): CharCnnRnnWeights {
  const protos = t7Field(value, 'protos');
  const top: T7Place =
    protos === undefined
      ? { value, path: 'the file' }
      : { value: t7Field(protos, 'enc_doc'), path: 'protos.enc_doc' };
  const recurrent = recurrentOf(top);
  const weights: Record<string, HostTensor> = {};
  for (const [layer, path] of CONVOLUTIONS) {
    const { weight, bias } = layerAt(top, path, 'TemporalConvolution');
    weights[`${layer}.weight`] = windowLast(weight);
    weights[`${layer}.bias`] = bias;
  }
  for (const [layer, path] of [...LINEAR[recurrent], ['emb_proj', [PROJECTION]] as const]) {
    const { weight, bias } = layerAt(top, path, 'Linear');
    weights[`${layer}.weight`] = weight;
    weights[`${layer}.bias`] = bias;
  }
  return weights;
}

/** Which form the recurrent layer has; also checks that it gives the mean of its states. */
function recurrentOf(top: T7Place): 'rnn' | 'gru' {
  const isGated = t7Module(t7Module(top, RECURRENT), 3).className.endsWith('Tanh');
  const recurrent = isGated ? 'gru' : 'rnn';
  const last = t7Module(t7Module(top, RECURRENT), 'last');
  const factor = t7Field(last.value, 'constant_scalar');
  const isMean = typeof factor === 'number' && Math.abs(factor * STEPS[recurrent] - 1) < 1e-6;
  if (isMean) return recurrent;
  throw new EncoderError(
    `${last.path} is ${last.className}, expected nn.MulConstant(1/${STEPS[recurrent]}): ` +
      `only recurrent layers are read that give the mean of ${STEPS[recurrent]} states`,
  );
}

function layerAt(
  top: T7Place,
  path: readonly number[],
  kind: string,
): { weight: HostTensor; bias: HostTensor } {
  const found = path.slice(1).reduce(t7Module, t7Module(top, path[0]!));
  if (!found.className.endsWith(`.${kind}`)) {
    throw new EncoderError(
      `${found.path} is ${found.className}, expected nn.${kind}; it is another network`,
    );
  }
  const tensor = (name: string): HostTensor => {
    const tensor = t7Field(found.value, name) as Partial<HostTensor> | undefined;
    if (Array.isArray(tensor?.shape) && tensor.dtype === 'float32') return tensor as HostTensor;
    throw new EncoderError(
      `${found.path}.${name} is not a tensor of floats; it is another network`,
    );
  };
  return { weight: tensor('weight'), bias: tensor('bias') };
}

/**
 * Torch's [out, 4·in] of a convolution, where the inputs of one character lie together, as PyTorch's
 * [out, in, 4]. Other shapes are kept, for the check of all shapes.
 */
function windowLast(weight: HostTensor): HostTensor {
  const [outputs = 0, row = 0] = weight.shape;
  if (weight.shape.length !== 2 || row % WINDOW !== 0) return weight;
  const inputs = row / WINDOW;
  const data = Float32Array.from({ length: outputs * row }, (_, i) => {
    const output = Math.floor(i / row);
    const input = Math.floor(i / WINDOW) % inputs;
    return weight.data[output * row + (i % WINDOW) * inputs + input]!;
  });
  return { dtype: 'float32', shape: [outputs, inputs, WINDOW], data };
}
