import { expect, it } from 'vitest';
import { OrtDeviceError } from '../errors/device-error.js';
import { computeInParts } from './compute-in-parts.js';
import type { GraphNode, Value } from '../graph/graph.js';
import { type Schedule, schedule } from '../graph/schedule.js';

/** One chain of nodes per list of names; each node reads the one before. */
function chains(...lists: string[][]): Record<string, Value> {
  const values: Record<string, Value> = {};
  let id = 0;
  for (const names of lists) {
    let last: Value = { shape: [2], dtype: 'float32', index: 0, data: new Float32Array(2) };
    for (const name of names) {
      const value: Value = { shape: [2], dtype: 'float32', index: 0 };
      const operation = { name, lower: () => undefined };
      const inputs = [{ value: last, shape: [2] }];
      const node: GraphNode = { id: id++, operation, inputs, outputs: [value], attributes: {} };
      value.node = node;
      values[name] = last = value;
    }
  }
  return values;
}

/** A run that throws `error` if it has an operation of `bad`; `runs` lists the runs. */
function runner(bad: string[], error: () => Error) {
  const runs: string[] = [];
  const run = ({ nodes, outputs }: Schedule): void => {
    const names = nodes.map(({ operation }) => operation.name);
    runs.push(names.join(''));
    if (names.some((name) => bad.includes(name))) throw error();
    for (const value of outputs) {
      value.data = new Float32Array(2);
      value.node = undefined;
    }
  };
  return { runs, run };
}

it('gives failing nodes and their readers an error, and computes the rest in few runs', () => {
  const values = chains(['a', 'b', 'c', 'd'], ['e', 'f', 'g', 'h']);
  const { runs, run } = runner(['c'], () => new Error('broken'));
  const wanted = ['b', 'd', 'h'].map((name) => values[name]!);
  const between = computeInParts(schedule(wanted), new Error('broken'), run);
  expect(runs).toEqual(['abcd', 'ab', 'cd', 'c', 'efgh']);
  expect([values['b']!.data, values['h']!.data]).toEqual([
    new Float32Array(2),
    new Float32Array(2),
  ]);
  expect(values['d']!.error?.message).toBe('c of float32 [2] failed: broken');
  expect(between).toEqual([]);
});

it('returns the intermediate values that it computed', () => {
  const values = chains(['a', 'b', 'c', 'd']);
  const { run } = runner(['d'], () => new Error('broken'));
  expect(computeInParts(schedule([values['d']!]), new Error('broken'), run)).toEqual([
    values['b'],
    values['c'],
  ]);
});

it('stops on a device that is lost', () => {
  const names = [...'abcdefghijklmnop'];
  const values = chains(...names.map((name) => [name]));
  const { runs, run } = runner(names, () => new OrtDeviceError('lost'));
  computeInParts(schedule(Object.values(values)), new OrtDeviceError('lost'), run);
  expect(runs).toEqual(['abcdefgh', 'abcd', 'ab', 'a', 'b']);
  for (const { error } of Object.values(values)) expect(error).toBeInstanceOf(OrtDeviceError);
});

it('continues if a device has too little memory for one operation, or for all at once', () => {
  const values = chains(['a'], ['b'], ['c'], ['d']);
  const { run } = runner(['b'], () => new OrtDeviceError('no memory'));
  computeInParts(schedule(Object.values(values)), new OrtDeviceError('no memory'), run);
  expect(Object.values(values).map(({ error }) => error?.message)).toEqual([
    undefined,
    'b of float32 [2] failed: no memory',
    undefined,
    undefined,
  ]);
});
