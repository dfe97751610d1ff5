import { describe, expect, it } from 'vitest';
import type { NamedNode } from '../onnx/onnx-model.js';
import { findOverwriting } from './overwriting.js';

const node = (op: string, inputs: string, output: string): NamedNode => ({
  op,
  inputs: inputs.split(' '),
  outputs: [output],
});
const ofOneKind = (names: string) =>
  new Map(names.split(' ').map((name) => [name, 'float32 4'] as const));

function find(nodes: NamedNode[], inputs: string, outputs: string, large = '', uncertain = '') {
  const { pairs, delays } = findOverwriting({
    nodes,
    inputs: ofOneKind(inputs),
    outputs: ofOneKind(outputs),
    large: new Set(large.split(' ')),
    numbers: new Set(['rate']),
    uncertain: new Set(uncertain.split(' ')),
  });
  return { pairs: Object.fromEntries(pairs), delays };
}
const pairsOf = (...graph: Parameters<typeof find>) => find(...graph).pairs;

it("allows an optimiser's slot to be overwritten", () => {
  const nodes = [node('Mul', 'slot decay', 'kept'), node('Add', 'kept gradient', 'new')];
  expect(pairsOf(nodes, 'slot', 'new')).toEqual({ new: 'slot' });
});

it('keeps an input that another node reads, possibly later', () => {
  const nodes = [
    node('Mul', 'weight x', 'y'),
    node('Sub', 'weight y', 'new'),
    node('Gemm', 'weight z', 'other'),
  ];
  expect(pairsOf(nodes, 'weight', 'new')).toEqual({});
  expect(pairsOf(nodes.slice(0, 2), 'weight', 'new')).toEqual({ new: 'weight' });
});

it('keeps an input that is read through a view, or copied by one', () => {
  const view = node('Reshape', 'a shape', 'view');
  const nodes = [node('Mul', 'a a', 'new'), view, node('Neg', 'view', 'other')];
  expect(pairsOf(nodes, 'a', 'new')).toEqual({});
  expect(pairsOf(nodes.slice(0, 2), 'a', 'new view')).toEqual({});
});

it('keeps an input that the last node does not read number by number', () => {
  expect(pairsOf([node('MatMul', 'a b', 'new')], 'a', 'new')).toEqual({});
  expect(pairsOf([node('Sub', 'a b', 'new')], 'a', 'new')).toEqual({ new: 'a' });
});

it('overwrites nothing before a node that may fail', () => {
  const update = node('Sub', 'weight gradient', 'new');
  const early = [node('Gather', 'x indices', 'rows'), node('Neg', 'rows', 'gradient'), update];
  const late = [node('Gather', 'new indices', 'rows'), update];
  expect(pairsOf(early, 'weight', 'new rows', '', 'rows')).toEqual({ new: 'weight' });
  expect(pairsOf(late, 'weight', 'new rows', '', 'rows')).toEqual({});
});

it('gives an input to one output, and only to one of its kind', () => {
  const nodes = [node('Neg', 'a', 'b'), node('Exp', 'b', 'c'), node('Sin', 'b', 'd')];
  expect(pairsOf(nodes, 'a', 'c d')).toEqual({ c: 'a' });
  const kinds = { inputs: ofOneKind('a'), outputs: new Map([['c', 'int32 4']]) };
  const none = new Set<string>();
  expect(
    findOverwriting({ nodes, ...kinds, large: none, numbers: none, uncertain: none }).pairs.size,
  ).toBe(0);
});

describe('a large output', () => {
  // Two layers: the gradient of the lower weight depends on the upper weight.
  const scaled = node('Mul', 'gradient rate', 'scaled');
  const back = [node('MatMul', 'weight dy', 'dx'), node('Sub', 'lower dx', 'newLower')];
  const update = [scaled, node('Sub', 'weight scaled', 'new')];
  const nodes = [...back, ...update];

  it('waits for the output that depends on the readers of its old value', () => {
    const { pairs, delays } = find(nodes, 'weight lower', 'newLower new', 'new');
    expect(pairs).toEqual({ newLower: 'lower', new: 'weight' });
    expect(delays).toEqual([{ node: scaled, number: 'rate', awaited: ['newLower'] }]);
  });

  it('does not wait if it is small', () => {
    expect(pairsOf(nodes, 'weight lower', 'newLower new')).toEqual({ newLower: 'lower' });
  });

  it('keeps an old value that is read together with the new one, or with a waiting node', () => {
    for (const other of ['new', 'scaled']) {
      const more = [...nodes, node('MatMul', `weight ${other}`, 'z')];
      expect(pairsOf(more, 'weight', 'newLower new z', 'new')).toEqual({});
    }
  });

  it('keeps an old value if there is no number to wait with', () => {
    const without = [...back, node('Neg', 'gradient', 'scaled'), update[1]!];
    expect(pairsOf(without, 'weight', 'newLower new', 'new')).toEqual({});
  });

  it('does not let two outputs wait for each other', () => {
    const one = (own: string, other: string) => [
      node('Mul', `${own}gradient rate`, `${own}scaled`),
      node('Sub', `${own}weight ${own}scaled`, `${own}new`),
      // The old value is read together with the other's update.
      node('MatMul', `${own}weight ${other}scaled`, `${own}late`),
    ];
    const both = [...one('a', 'b'), ...one('b', 'a')];
    const large = 'anew bnew';
    expect(pairsOf(both, 'aweight bweight', 'anew bnew alate blate', large)).toEqual({
      anew: 'aweight',
    });
  });
});
