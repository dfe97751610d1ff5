import { expect, it } from 'vitest';
import { findOverwriting, type NamedNode } from './overwriting.js';

const node = (op: string, inputs: string, output: string): NamedNode => ({
  op,
  inputs: inputs.split(' '),
  outputs: [output],
});
const find = (nodes: NamedNode[], inputs: string, outputs: string): Record<string, string> => {
  const ofOneKind = (names: string) => new Map(names.split(' ').map((name) => [name, 'float32 4']));
  return Object.fromEntries(findOverwriting(nodes, ofOneKind(inputs), ofOneKind(outputs)));
};

it("lets an optimiser's slot be written over", () => {
  const nodes = [node('Mul', 'slot decay', 'kept'), node('Add', 'kept gradient', 'new')];
  expect(find(nodes, 'slot', 'new')).toEqual({ new: 'slot' });
});

it('keeps what is read for something else, which may run later', () => {
  const nodes = [
    node('Mul', 'weight x', 'y'),
    node('Sub', 'weight y', 'new'),
    node('Gemm', 'weight z', 'other'),
  ];
  expect(find(nodes, 'weight', 'new')).toEqual({});
  expect(find(nodes.slice(0, 2), 'weight', 'new')).toEqual({ new: 'weight' });
});

it('keeps what is read through a view', () => {
  const nodes = [
    node('Mul', 'a a', 'new'),
    node('Reshape', 'a shape', 'view'),
    node('Neg', 'view', 'other'),
  ];
  expect(find(nodes, 'a', 'new')).toEqual({});
});

it('keeps what its own last step does not read number by number', () => {
  expect(find([node('MatMul', 'a b', 'new')], 'a', 'new')).toEqual({});
  expect(find([node('Sub', 'a b', 'new')], 'a', 'new')).toEqual({ new: 'a' });
});

it('gives an input to one output, and only to one of its kind', () => {
  const nodes = [node('Neg', 'a', 'b'), node('Exp', 'b', 'c'), node('Sin', 'b', 'd')];
  expect(find(nodes, 'a', 'c d')).toEqual({ c: 'a' });
  const kinds = findOverwriting(nodes, new Map([['a', 'float32 4']]), new Map([['c', 'int32 4']]));
  expect(kinds.size).toBe(0);
});
