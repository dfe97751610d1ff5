import { expect, it } from 'vitest';
import { findCircles, readImports } from './import-circles.js';

it('finds the files of a circle, and no others', () => {
  const imports = new Map([
    ['a', ['b', 'd']],
    ['b', ['c', 'd']],
    ['c', ['b']],
    ['d', ['outside']],
  ]);
  expect(findCircles(imports)).toEqual([['b', 'c']]);
});

it('no files import each other in a circle, not even for types', () => {
  const imports = readImports();
  expect(imports.get('packages/ca/src/index.ts')).toContain('packages/ca/src/kl-divergence.ts');
  expect(findCircles(imports)).toEqual([]);
});
