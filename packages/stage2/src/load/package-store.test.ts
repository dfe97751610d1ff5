import { mkdir, realpath, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { afterEach, expect, it, vi } from 'vitest';
import { loadStackGAN, packageStore } from '../index.js';
import { encoder, servedModel } from '../../test-support/served-model.js';
import { valuesOf } from '../../test-support/values-of.js';

const model = servedModel();
afterEach(() => vi.restoreAllMocks());

it('finds the model of a package that is installed, though it exports nothing', async () => {
  const root = await realpath(model.folder);
  const folder = join(root, 'app/node_modules/@birds/model');
  for (const stage of ['stage1', 'stage2']) {
    await model.copy(stage, join('app/node_modules/@birds/model', stage));
  }
  await rename(join(root, 'stackgan.json'), join(folder, 'stackgan.json'));
  await writeFile(join(folder, 'package.json'), '{"name":"@birds/model","exports":{}}');
  await mkdir(join(root, 'app/deep'));
  vi.spyOn(process, 'cwd').mockReturnValue(join(root, 'app/deep'));
  expect(packageStore('@birds/model').locate!('stackgan.json')).toBe(join(folder, 'stackgan.json'));
  const named = await loadStackGAN('@birds/model', { encoder });
  const there = await loadStackGAN(folder, { encoder });
  expect(valuesOf(await named.generate('a dog'))).toEqual(valuesOf(await there.generate('a dog')));
  for (const stackgan of [named, there]) stackgan.dispose();
});

it('says how to get a package that is not installed', async () => {
  const expected = {
    name: 'ModelSourceError',
    fault: 'missing',
    message: 'no package @birds/none with a stackgan.json is installed; npm install @birds/none',
  };
  expect(() => packageStore('@birds/none')).toThrow(expect.objectContaining(expected) as Error);
  await expect(loadStackGAN('@birds/none', { encoder })).rejects.toMatchObject(expected);
  // What is no name of a package is a folder.
  await expect(loadStackGAN('none', { encoder })).rejects.toThrow(
    /none has no stackgan\.json; give/,
  );
  vi.stubGlobal('process', undefined);
  expect(() => packageStore('@birds/model')).toThrow(/browsers find none: give the web address/);
  vi.unstubAllGlobals();
});
