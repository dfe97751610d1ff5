import { mkdir, realpath, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { afterEach, expect, it, vi } from 'vitest';
import { findModelPackages, loadStackGAN, packageStore } from '../index.js';
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
  expect(findModelPackages()).toContainEqual({ name: '@birds/model', folder });
  const named = await loadStackGAN('@birds/model', { encoder });
  const there = await loadStackGAN(folder, { encoder });
  expect(valuesOf(await named.generate('a dog'))).toEqual(valuesOf(await there.generate('a dog')));
  for (const stackgan of [named, there]) stackgan.dispose();
});

it('finds what a program brings along that runs by a link, as global commands do', async () => {
  const root = await realpath(model.folder);
  const modules = join(root, 'lib/node_modules');
  await model.write('lib/node_modules/draw/node_modules/cats/stackgan.json', '{}');
  await model.write('lib/node_modules/draw/cli.js', '');
  await mkdir(join(root, 'bin'));
  await symlink(join(modules, 'draw/cli.js'), join(root, 'bin/draw'));
  vi.spyOn(process, 'cwd').mockReturnValue(root);
  const [node, program] = process.argv;
  process.argv[1] = join(root, 'bin/draw');
  try {
    const folder = join(modules, 'draw/node_modules/cats');
    expect(findModelPackages()).toContainEqual({ name: 'cats', folder });
    expect(packageStore('cats').locate!()).toBe(folder);
  } finally {
    process.argv = [node!, program!, ...process.argv.slice(2)];
  }
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
  expect(findModelPackages()).toEqual([]);
  expect(() => packageStore('@birds/model')).toThrow(/browsers find none: give the web address/);
  vi.unstubAllGlobals();
});
