import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadStackGAN, type LoadStackGANOptions, type StackGANHandlers } from '../index.js';
import { encoder, handlers, index, servedModel } from '../../test-support/served-model.js';

const model = servedModel();
afterEach(() => vi.unstubAllGlobals());

describe('loadStackGAN says what is wrong with the model', () => {
  const fails = async (source: string | StackGANHandlers, options: LoadStackGANOptions = {}) => {
    const before = tf.memory().numTensors;
    const error = await loadStackGAN(source, { encoder, ...options }).then(
      () => undefined,
      (reason: unknown) => reason as Error & Record<string, unknown>,
    );
    expect(tf.memory().numTensors).toBe(before);
    return error!;
  };

  it.each([
    ['/none/', 'missing', /none\/ has no stackgan\.json; give a snapshot of the trainer/],
    ['/app/', 'notJson', /app\/stackgan\.json is a page, not JSON; is the model there\?/],
    ['/secret', 'unreachable', /secret\/stackgan\.json answered 403; is the address right/],
  ])('at %s', async (path, fault, message) => {
    const error = await fails(model.address + path);
    expect(error).toMatchObject({ name: 'ModelSourceError', fault });
    expect(error['source']).toContain(model.address + path);
    expect(error.message).toMatch(message);
  });

  it('where nobody answers', async () => {
    const error = await fails('http://127.0.0.1:1/model');
    expect(error).toMatchObject({ name: 'ModelSourceError', fault: 'unreachable' });
    expect(error.message).toMatch(
      /^http:\/\/127\.0\.0\.1:1\/model\/stackgan\.json cannot be fetched/,
    );
  });

  it.each([
    ['{"format":1', 'notJson', /stackgan\.json is not whole JSON/],
    ['{}', 'damaged', /has no format/],
    ['{"format":2}', 'newerFormat', /reads up to 1; install a newer/],
    ['{"format":1,"stage1":"../x"}', 'damaged', /stage1 "\.\.\/x"; it must be the name of a/],
    ['{"format":1,"stage1":"stage1"}', 'wrongStage', /has no Stage-II generator/],
    ['{"format":1,"stage2":"stage2"}', 'wrongStage', /has no Stage-I generator/],
    ['{"format":1,"encoder":{}}', 'damaged', /encoder without name/],
    ['{"format":1,"conditionNoise":"pink"}', 'damaged', /it is truncated, none or left out/],
    [
      JSON.stringify({ ...index, stage2: 'gone' }),
      'missing',
      /gone[/\\]model\.json is not there; give a snapshot/,
    ],
    [
      JSON.stringify({ ...index, stage1: 'stage2', stage2: 'stage1' }),
      'wrongStage',
      /as Stage-I is another network \(its inputs are stage1_image/,
    ],
  ])('with the index %s', async (text, fault, message) => {
    const place = join(model.folder, 'odd');
    for (const stage of ['stage1', 'stage2']) await model.copy(stage, `odd/${stage}`);
    await model.write('odd/stackgan.json', text);
    const error = await fails(place);
    expect(error).toMatchObject({ name: 'ModelSourceError', fault });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(place);
  });

  it('with weights that are cut off, or a topology that is none', async () => {
    const place = join(model.folder, 'cut');
    for (const stage of ['stage1', 'stage2']) await model.copy(stage, `cut/${stage}`);
    await model.write('cut/stackgan.json', JSON.stringify(index));
    await model.write('cut/stage2/b.bin', '');
    expect((await fails(place)).message).toMatch(/stage2 are \d+ bytes, its model\.json says/);
    await model.write('cut/stage2/model.json', '{"modelTopology":{},"weightsManifest":[]}');
    await model.write('cut/stage2/a.bin', '');
    expect((await fails(place)).message).toMatch(/Stage-II of .*cut cannot be built/);
    await model.write('cut/stage2/model.json', '[]');
    expect((await fails(place)).message).toMatch(/is no layers model/);
  });

  it('when its encoder is another, or is not here', async () => {
    const other = await fails(model.folder, {
      encoder: { ...encoder, name: 'mine', hash: 'mine-1' },
    });
    expect(other).toMatchObject({ name: 'WrongEncoderError', expected: { hash: 'letters-1' } });
    expect(other.message).toBe(
      `${model.folder} learned with encoder "letters" (2 numbers, hash letters-), the option encoder is ` +
        'encoder "mine" (2 numbers, hash mine-1); give the one that it learned with',
    );
    const wide = await fails(model.folder, { encoder: { ...encoder, dimension: 3 } });
    expect(wide.name).toBe('WrongEncoderError');

    const required = await fails(model.folder, { encoder: undefined as never });
    expect(required).toMatchObject({ name: 'EncoderRequiredError', encoder: { name: 'letters' } });
    expect(required.message).toMatch(/"letters" .*; give it as the option encoder/);
    const unsaid = await fails(handlers(), { encoder: undefined as never });
    expect(unsaid.message).toMatch(/handlers does not say which text encoder/);
  });

  it('and asks a browser for the address of the sentence encoder', async () => {
    const name = 'universal-sentence-encoder-lite';
    await model.write(
      'use/stackgan.json',
      JSON.stringify({ ...index, encoder: { ...index.encoder, name } }),
    );
    for (const stage of ['stage1', 'stage2']) await model.copy(stage, `use/${stage}`);
    vi.stubGlobal('process', undefined);
    vi.stubGlobal('location', { href: `${model.address}/page.html` });
    const error = await loadStackGAN('model/use').catch((reason: Error) => reason);
    vi.unstubAllGlobals();
    expect(error).toMatchObject({ name: 'EncoderRequiredError' });
    expect((error as Error).message).toMatch(
      /give the option encoder: the address of the folder dist/,
    );
  });

  it('when there is no such backend', async () => {
    const error = await fails(model.folder, { backend: 'webgl' });
    expect(error).toMatchObject({ name: 'BackendMissingError', backend: 'webgl' });
    expect(error.message).toMatch(
      /no backend "webgl" to run .* on \(there are: cpu\); import one first, such as '@tensorflow\/tfjs-backend-webgl'/,
    );
  });
});
