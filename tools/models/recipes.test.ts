import { expect, it } from 'vitest';
import { resolveOptions } from '../../apps/trainer/src/profiles/resolve-options.js';
import { findWorkspaces, isModel } from '../workspaces.js';
import { recipes } from './recipes.js';

it('has one recipe for each folder in models', () => {
  const folders = findWorkspaces().filter(isModel);
  expect(Object.keys(recipes).sort()).toEqual(folders.map(({ name }) => name).sort());
});

it.each(Object.entries(recipes))('%s: options are known and valid', (_, recipe) => {
  for (const stage of [1, 2] as const) {
    const given = { data: 'data', ...(stage === 2 && { stage1: 'run' }) };
    const overrides = { ...given, ...recipe[`stage${stage}`] };
    const { steps } = resolveOptions({ stage, preset: 'quick-start', overrides });
    expect(steps).toBe(recipe[`stage${stage}`]['steps']);
  }
});
