import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { SENTENCE_ENCODER_NAME } from '@stackgan/text';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadStackGAN, type LoadStackGANOptions, type StackGANHandlers } from '../index.js';
import {
  artifactsOf,
  encoder,
  handlers,
  index,
  networks,
  servedModel,
} from '../../test-support/served-model.js';

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
    [
      '/secret',
      'unreachable',
      /secret\/stackgan\.json answered 403: the server refuses access; is the token/,
    ],
    ['/secret?token=abc&v=2', 'unreachable', /stackgan\.json\?token=…&v=… answered 403: /],
    ['/unknown', 'unreachable', /answered 401: the server requires authentication; give a token/],
    ['/broken', 'unreachable', /answered 503: the server failed; try again later/],
  ])('at %s', async (path, fault, message) => {
    const error = await fails(model.address + path);
    expect(error).toMatchObject({ name: 'ModelSourceError', fault });
    expect(error['source']).toContain(model.address + path.replace(/\?.*/, ''));
    expect(error.message).toMatch(message);
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('abc');
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
    ['null', 'damaged', /has no format/],
    ['{"format":0.5}', 'damaged', /has format 0\.5; export the model again/],
    ['{"format":1,"encoder":{"name":"a","dimension":-2}}', 'damaged', /encoder .*"dimension":-2/],
    ['{"format":2}', 'newerFormat', /reads up to 1; install a newer/],
    ['{"format":1,"stage1":"../x"}', 'damaged', /stage1 "\.\.\/x"; it must be the name of a/],
    ['{"format":1,"stage2":"stage2"}', 'wrongStage', /has no Stage-I generator/],
    ['{"format":1}', 'wrongStage', /has no Stage-I generator, without which nothing is drawn/],
    ['{"format":1,"encoder":{}}', 'damaged', /encoder \{\}, without name/],
    ['{"format":1,"conditionNoise":"pink"}', 'damaged', /it is truncated, none or left out/],
    ['{"format":1,"examples":"a dog"}', 'damaged', /examples "a dog"; it must be a list of capt/],
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
    const manifests = [
      '[null]',
      '[{"paths":["a"]}]',
      '[{"paths":[7],"weights":[]}]',
      '[{"weights":[]}]',
    ];
    const bad = manifests.map((list) => `{"modelTopology":{},"weightsManifest":${list}}`);
    const weight = '{"modelTopology":{},"weightsManifest":[{"paths":[],"weights":[{"name":"a"}]}]}';
    for (const text of ['[]', 'null', '7', ...bad, weight]) {
      await model.write('cut/stage2/model.json', text);
      expect((await fails(place)).message, text).toMatch(/is no layers model/);
    }
  });

  it.each([
    [
      'NaN',
      'up1_conv/kernel',
      NaN,
      /weights of Stage-II in .*nan.stage2 are damaged: up1_conv\/kernel \[[\d,]+\] holds NaN at \[0,0,0,1\]; of its \d+ numbers 1 is damaged; use another/,
    ],
    [
      'an infinity',
      'rgb_conv/kernel',
      -Infinity,
      /rgb_conv\/kernel .* holds -Infinity at \[0,0,0,1\]/,
    ],
    [
      'a negative variance',
      'up1_norm/moving_variance',
      -1,
      /up1_norm\/moving_variance \[\d+\] holds -1 at \[1\], below zero, which a variance cannot be/,
    ],
  ])('with weights that hold %s', async (_, weight, value, message) => {
    for (const stage of ['stage1', 'stage2']) await model.copy(stage, `nan/${stage}`);
    await model.write('nan/stackgan.json', JSON.stringify(index));
    const damaged = await artifactsOf(networks.stage2);
    setNumber(damaged, weight, value);
    const { weightSpecs: weights, weightData, modelTopology } = damaged;
    const weightsManifest = [{ paths: ['all.bin'], weights }];
    await model.write('nan/stage2/model.json', JSON.stringify({ modelTopology, weightsManifest }));
    await model.write('nan/stage2/all.bin', new Uint8Array(weightData as ArrayBuffer));
    const error = await fails(join(model.folder, 'nan'));
    expect(error).toMatchObject({ name: 'ModelSourceError', fault: 'damaged' });
    expect(error.message).toMatch(message);
    const { stage1 } = handlers();
    const given = await fails({ stage1, stage2: { load: () => Promise.resolve(damaged) } });
    expect(given.message).toMatch(/weights of Stage-II in the model of these handlers are damaged/);
  });

  it('when its encoder is another, or is not here', async () => {
    const other = await fails(model.folder, {
      encoder: { ...encoder, name: 'mine', hash: 'mine-1' },
    });
    expect(other).toMatchObject({ name: 'WrongEncoderError', expected: { hash: 'letters-1' } });
    expect(other.message).toBe(
      `${model.folder} learned with encoder "letters" (2 numbers, hash letters-), but got encoder ` +
        '"mine" (2 numbers, hash mine-1); give the one that it learned with as the option encoder',
    );
    const wide = await fails(model.folder, { encoder: { ...encoder, dimension: 3 } });
    expect(wide.name).toBe('WrongEncoderError');
    // Without a hash, the name must be that of the model.
    const { hash: _, ...unhashed } = encoder;
    const unnamed = await fails(model.folder, { encoder: { ...unhashed, name: 'mine' } });
    expect(unnamed.message).toContain('but got encoder "mine" (2 numbers); give the one');
    (await loadStackGAN(model.folder, { encoder: unhashed })).dispose();

    const required = await fails(model.folder, { encoder: undefined as never });
    expect(required).toMatchObject({ name: 'EncoderRequiredError', encoder: { name: 'letters' } });
    expect(required.message).toMatch(/"letters" .*; give it as the option encoder/);
    const unsaid = await fails(handlers(), { encoder: undefined as never });
    expect(unsaid.message).toMatch(/handlers does not say which caption encoder/);
  });

  it('and asks a browser for the address of the sentence encoder', async () => {
    const name = SENTENCE_ENCODER_NAME;
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

/** Puts `value` into the second number of a weight. */
function setNumber(artifacts: tf.io.ModelArtifacts, name: string, value: number): void {
  let position = 1;
  for (const spec of artifacts.weightSpecs!) {
    if (spec.name === name) break;
    position += tf.util.sizeFromShape(spec.shape);
  }
  new Float32Array(artifacts.weightData as ArrayBuffer)[position] = value;
}
