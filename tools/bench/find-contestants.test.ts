import { expect, it } from 'vitest';
import { candidates, computesBfloat16, KEPT_MEMORY } from './find-contestants.js';

it('the bench detects bfloat16 from /proc/cpuinfo', () => {
  const flags = (line: string) => `processor\t: 0\nmodel name\t: X\n${line}\nbugs\t\t: none\n`;
  expect(computesBfloat16(flags('flags\t\t: fpu avx512f avx512_bf16 avx512_vnni'))).toBe(true);
  expect(computesBfloat16(flags('flags\t\t: fpu avx512f amx_bf16 amx_tile'))).toBe(true);
  expect(computesBfloat16(flags('Features\t: fp asimd i8mm bf16 dgh'))).toBe(true);
  expect(computesBfloat16(flags('flags\t\t: fpu avx2 avx512f avx512bw'))).toBe(false);
  expect(computesBfloat16('model name\t: of bf16 and amx_bf16\nflags\t\t: fpu\n')).toBe(false);
  expect(computesBfloat16('')).toBe(false);
});

it('the bench has PyTorch tuned by its environment, with bfloat16, and as installed', () => {
  const all = candidates({ hasBfloat16: true, hasGlibc: true });
  expect(all.map(({ name }) => name)).toEqual([
    'ours',
    'PyTorch, tuned',
    'PyTorch, tuned, bfloat16',
    'PyTorch as installed',
    'tfjs-node',
  ]);
  expect(all.map(({ env }) => env)).toEqual([
    undefined,
    KEPT_MEMORY,
    KEPT_MEMORY,
    undefined,
    undefined,
  ]);
  expect(all.filter(({ missing }) => missing !== undefined)).toEqual([]);
});

it('the bench says why a contestant does not take part', () => {
  const missing = (machine: Parameters<typeof candidates>[0]) =>
    candidates(machine).map((one) => one.missing);
  const noBfloat16 = 'the processor has no bfloat16 instructions';
  const noGlibc = 'the system does not use the allocator of glibc';
  const none = undefined;
  expect(missing({ hasBfloat16: false, hasGlibc: true })).toEqual([
    ...[none, none, noBfloat16, none, none],
  ]);
  expect(missing({ hasBfloat16: true, hasGlibc: false })).toEqual([
    ...[none, noGlibc, noGlibc, none, none],
  ]);
});
