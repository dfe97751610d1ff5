import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FormatError } from '../shared/errors.js';
import type { HostTensor } from '../shared/host-tensor.js';
import { readPth } from './read-pth.js';
import { readZip } from '../zip/read-zip.js';
import { writePth } from './write-pth.js';

const python = process.env.PYTHON ?? 'python3';
const findTorch = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)';
const hasTorch = spawnSync(python, ['-c', findTorch]).status === 0;

const sample: Record<string, HostTensor> = {
  'fc.weight': { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, -2.5, 0.1, 3e38) },
  'bn.num_batches_tracked': { dtype: 'int32', shape: [], data: Int32Array.of(-7) },
  steps: { dtype: 'int32', shape: [2, 1, 1], data: Int32Array.of(2 ** 31 - 1, -(2 ** 31)) },
  größe: { dtype: 'uint8', shape: [3], data: Uint8Array.of(0, 128, 255) },
  none: { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) },
};

const load = `
import json, sys, torch
tensors = torch.load(sys.argv[1], weights_only=True)
print(json.dumps([type(tensors).__name__, {
    name: [str(tensor.dtype), list(tensor.shape), tensor.is_contiguous(), tensor.flatten().tolist()]
    for name, tensor in tensors.items()
}]))
`;

const tensorArbitrary: fc.Arbitrary<HostTensor> = fc.oneof(
  fc.float32Array({ maxLength: 6 }).map((data) => host('float32', data)),
  fc.int32Array({ maxLength: 6 }).map((data) => host('int32', data)),
  fc.uint8Array({ maxLength: 6 }).map((data) => host('uint8', data)),
);
function host(dtype: string, data: ArrayLike<number>): HostTensor {
  return { dtype, data, shape: [1, data.length] } as unknown as HostTensor;
}

describe('writePth', () => {
  it('is read back, in order', () => {
    const { tensors } = readPth(writePth(sample));
    expect({ ...tensors }).toEqual(sample);
    expect(Object.keys(tensors)).toEqual(Object.keys(sample));
  });

  it('is read back for any tensors under any names', () => {
    const property = fc.property(
      fc.dictionary(fc.string({ unit: 'grapheme' }), tensorArbitrary),
      (tensors) => {
        expect({ ...readPth(writePth(tensors)).tensors }).toEqual({ ...tensors });
      },
    );
    fc.assert(property, { seed: 4, numRuns: 100 });
  });

  it('writes the entries of PyTorch, data at multiples of 64 bytes', () => {
    const entries = readZip(writePth(sample));
    const storages = Object.keys(sample).map((_, i) => `archive/data/${i}`);
    expect([...entries.keys()]).toEqual([
      'archive/data.pkl',
      'archive/byteorder',
      ...storages,
      'archive/version',
    ]);
    for (const { byteOffset } of entries.values()) expect(byteOffset % 64).toBe(0);
    expect(entries.get('archive/data/1')).toEqual(Uint8Array.of(249, ...new Array(7).fill(255)));
  });

  it.skipIf(!hasTorch)(
    'is loaded by torch.load, weights only (skipped where $PYTHON has no torch)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'pth-'));
      try {
        const file = join(folder, 'sample.pth');
        writeFileSync(file, writePth(sample));
        const { stdout, stderr } = spawnSync(python, ['-c', load, file], { encoding: 'utf8' });
        expect(stderr).toBe('');
        const data = Object.values(sample).map((tensor) => Array.from(tensor.data));
        expect(JSON.parse(stdout)).toEqual([
          'OrderedDict',
          {
            'fc.weight': ['torch.float32', [2, 2], true, data[0]],
            'bn.num_batches_tracked': ['torch.int64', [], true, data[1]],
            steps: ['torch.int32', [2, 1, 1], true, data[2]],
            größe: ['torch.uint8', [3], true, data[3]],
            none: ['torch.float32', [0, 4], true, data[4]],
          },
        ]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  it('refuses to write what it could not read', () => {
    const write = (tensor: unknown, name = 'a') => writePth({ [name]: tensor as HostTensor });
    const data = new Float32Array(2);
    const tensor = { dtype: 'float32', shape: [2], data };
    expect(() => write({ ...tensor, shape: [3] })).toThrow('needs 3 float32');
    expect(() => write({ ...tensor, dtype: 'uint8' })).toThrow(FormatError);
    expect(() => write({ ...tensor, dtype: 'bool' })).toThrow('bool');
    expect(() => write({ ...tensor, shape: [2, ...new Array(64).fill(1)] })).toThrow('64 axes');
    expect(() => write({ ...tensor, shape: [0, 2 ** 52, 4], data: data.subarray(2) })).toThrow(
      'beyond 2^53',
    );
    expect(() => write(tensor, 'n'.repeat(1025))).toThrow('longer than 1024');
    expect(() => write(tensor, '\ud800')).toThrow('not Unicode');
    const many = Array.from({ length: 2 ** 14 + 1 }, (_, i) => [`n${i}`, tensor]);
    expect(() => writePth(Object.fromEntries(many) as typeof sample)).toThrow('16385 tensors');
  });
});
