import { layers, model, sequential } from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { artifactsOf, networks } from '../../test-support/served-model.js';
import { loadNetwork } from './load-network.js';
import { requireFiniteGraph } from './require-finite-graph.js';

type Input = [layer: string, call: number, tensor: number, options: object];

const layer = (name: string, inputs: Input[], className = 'Activation') => ({
  ...{ name, class_name: className, inbound_nodes: inputs.length > 0 ? [inputs] : [] },
  config: { name, activation: 'relu' },
});
const input = layer('x', [], 'InputLayer');
const graph = (...parts: object[]) => ({ class_name: 'Model', config: { layers: parts } });

describe('requireFiniteGraph', () => {
  it('accepts the networks of both stages, and layers in any order', async () => {
    for (const network of Object.values(networks)) {
      requireFiniteGraph((await artifactsOf(network)).modelTopology);
    }
    const [first, second] = [layer('a', [['x', 0, 0, {}]]), layer('b', [['a', 0, 0, {}]])];
    requireFiniteGraph(graph(second, first, input));
  });

  it('accepts a layer that is called twice, and a network in a network', async () => {
    const at = layers.input({ shape: [2] });
    const shared = layers.dense({ units: 2 });
    const inner = model({ inputs: at, outputs: shared.apply(shared.apply(at)) as typeof at });
    const outer = layers.input({ shape: [2] });
    const last = sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] });
    const outputs = last.apply(inner.apply(inner.apply(outer))) as typeof at;
    const artifacts = await artifactsOf(model({ inputs: outer, outputs }));
    expect((await loadNetwork(artifacts)).countParams()).toBe(9);
  });

  it.each([
    ['a circle', graph(input, layer('a', [['b', 0, 0, {}]]), layer('b', [['a', 0, 0, {}]])), 'a'],
    ['a call that is never made', graph(input, layer('a', [['x', 1, 0, {}]])), 'a'],
    ['a layer that is not there', graph(input, layer('a', [['constructor', 0, 0, {}]])), 'a'],
    [
      'a circle in TypeScript names, in a layer',
      {
        layer: {
          config: { layers: [{ name: 'a', config: { name: 'a' }, inboundNodes: [[['a', 0]]] }] },
        },
      },
      'a',
    ],
    [
      'inputs of a layer without a call',
      graph({ ...layer('a', []), inbound_nodes: [[]] }, layer('b', [['a', 0, 0, {}]])),
      'b',
    ],
  ])('refuses %s, which TensorFlow.js would wait for', (_, topology, name) => {
    expect(() => requireFiniteGraph(topology)).toThrow(`layer ${name} has inputs that never come`);
  });

  it('refuses names by which TensorFlow.js would mix up layers, and masses of layers', () => {
    const one = layer('a', [['x', 0, 0, {}]]);
    expect(() => requireFiniteGraph(graph(input, one, one))).toThrow('the same name');
    const other = { ...one, config: { name: 'x' } };
    expect(() => requireFiniteGraph(graph(input, other))).toThrow('another name in its config');
    expect(() => requireFiniteGraph(graph(...Array<object>(10_001).fill(one)))).toThrow('10000');
  });
});
