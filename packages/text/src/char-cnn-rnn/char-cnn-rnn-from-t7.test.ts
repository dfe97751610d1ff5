import type { HostTensor } from '@stackgan/formats';
import { describe, expect, it } from 'vitest';
import { weightsOf } from '../../fixtures/char-cnn-rnn.js';
import { charCnnRnnFromPth } from './char-cnn-rnn-from-pth.js';
import { charCnnRnnFromT7 } from './char-cnn-rnn-from-t7.js';
import type { CharCnnRnnWeights } from './char-cnn-rnn-sizes.js';

interface Module {
  className: string;
  fields: Map<string, unknown>;
}
const create = (className: string, fields: object = {}): Module => ({
  className,
  fields: new Map(Object.entries(fields)),
});
const holding = (className: string, modules: unknown[]) => create(className, { modules });

/** The weights of a convolution as Torch keeps them: for each output the window, for each row the inputs. */
function torchConvolution(weights: CharCnnRnnWeights, layer: string): Module {
  const { shape, data } = weights[`${layer}.weight`]!;
  const [outputs, inputs, window] = shape as [number, number, number];
  const moved: number[] = [];
  for (let output = 0; output < outputs; output++) {
    for (let step = 0; step < window; step++) {
      for (let input = 0; input < inputs; input++) {
        moved.push(data[(output * inputs + input) * window + step]!);
      }
    }
  }
  const weight: HostTensor = {
    dtype: 'float32',
    shape: [outputs, window * inputs],
    data: Float32Array.from(moved),
  };
  return create('nn.TemporalConvolution', { weight, bias: weights[`${layer}.bias`] });
}

/** The graph of modules that `HybridCNN.lua`, or `HybridCNNLong.lua` with `FixedGRU.lua`, saves. */
function torchGraph(form: string, constant = form === 'gru' ? 1 / 18 : 1 / 8) {
  const weights = weightsOf(form);
  const linear = (layer: string) =>
    create('nn.Linear', {
      weight: weights[`${layer}.weight`],
      bias: weights[`${layer}.bias`],
    });
  const step = (layer: string) => holding('nn.Sequential', [linear(layer)]);
  const [threshold, pooling] = [create('nn.Threshold'), create('nn.TemporalMaxPooling')];
  const convolution = (layer: string) => torchConvolution(weights, layer);
  const first = [convolution('conv1'), threshold, pooling];
  const second = [convolution('conv2'), threshold, pooling];
  const identity = create('nn.Identity');
  const [sum, sigmoid] = [create('nn.CAddTable'), create('nn.Sigmoid')];
  const gates = (name: string) => [step(`rnn.i2h_${name}`), step(`rnn.h2h_${name}`), sum, sigmoid];
  const recurrent =
    form === 'gru'
      ? [
          ...[identity, step('rnn.i2h'), create('nn.Tanh'), identity, ...gates('update')],
          ...[step('rnn.i2h'), ...gates('reset'), create('nn.CMulTable'), step('rnn.h2h')],
        ]
      : [identity, step('rnn.i2h'), create('nn.ReLU'), identity, step('rnn.i2h'), step('rnn.h2h')];
  const mean = create('nn.MulConstant', { constant_scalar: constant });
  return holding('nn.gModule', [
    identity,
    holding('nn.Sequential', [...first, ...second, convolution('conv3'), threshold]),
    create('nn.SplitTable'),
    holding('nn.gModule', [...recurrent, mean]),
    create('nn.Dropout'),
    linear('emb_proj'),
  ]);
}

describe('charCnnRnnFromT7', () => {
  it.each(['rnn', 'gru'])('finds all weights of a network with %s', (form) => {
    const graph = torchGraph(form);
    expect(charCnnRnnFromT7(graph)).toEqual(weightsOf(form));
    const checkpoint = new Map<string, unknown>([
      ['opt', new Map()],
      ['protos', new Map([['enc_doc', graph]])],
    ]);
    expect(charCnnRnnFromT7(checkpoint)).toEqual(weightsOf(form));
  });

  it('names the module that is missing or another one', () => {
    for (const value of [null, 3, 'x', [], new Map(), new Map([['protos', null]])]) {
      expect(() => charCnnRnnFromT7(value)).toThrow(/has no module 4; expected the graph of/u);
    }
    const graph = torchGraph('rnn');
    const modules = graph.fields.get('modules') as Module[];
    modules[5] = create('nn.Dropout');
    expect(() => charCnnRnnFromT7(new Map([['protos', new Map([['enc_doc', graph]])]]))).toThrow(
      'protos.enc_doc.modules[6] is nn.Dropout, expected nn.Linear; it is another network',
    );
    modules[5] = create('nn.Linear', { weight: 3 });
    expect(() => charCnnRnnFromT7(graph)).toThrow(
      'the file.modules[6].weight is not a tensor of floats',
    );
  });

  it('refuses a recurrent layer that does not give the mean of its states', () => {
    expect(() => charCnnRnnFromT7(torchGraph('gru', 1 / 8))).toThrow(
      'modules[4].modules[16] is nn.MulConstant, expected nn.MulConstant(1/18)',
    );
  });
});

describe('charCnnRnnFromPth', () => {
  it.each(['rnn', 'gru'])('knows the names of both kinds of files, with %s', (form) => {
    const weights = weightsOf(form);
    expect(charCnnRnnFromPth(weights)).toEqual(weights);
    const extracted = Object.fromEntries(
      Object.entries(weights).map(([name, tensor]) => [name.replaceAll('.', '_'), tensor]),
    );
    expect(Object.keys(extracted)).toContain('rnn_i2h_weight');
    expect(charCnnRnnFromPth(extracted)).toEqual(weights);
  });
});
