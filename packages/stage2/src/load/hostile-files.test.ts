import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';
import { encoder, index, servedModel } from '../../test-support/served-model.js';
import { loadStackGAN, memoryStore, ModelSourceError } from '../index.js';

const model = servedModel();

/** The error of loading the model with other text in one of its files. */
async function errorOf(file: string, change: (text: string) => string): Promise<Error> {
  const files = model.files();
  files.set('secret.bin', new Uint8Array(8));
  files.set(file, new TextEncoder().encode(change(new TextDecoder().decode(files.get(file)))));
  const error = await loadStackGAN(memoryStore(files), { encoder }).then(
    () => new Error('it loaded'),
    (reason: unknown) => reason as Error,
  );
  expect(error).toBeInstanceOf(ModelSourceError);
  return error;
}
const ofStage1 = (change: (text: string) => string) => errorOf('stage1/model.json', change);

it.each(['../secret.bin', '/etc/passwd', 'C:/x.bin', '..\\\\secret.bin', 'http://other/x', ''])(
  'reads no weights from %j, outside of the folder of the network',
  async (path) => {
    const { message } = await ofStage1((text) => text.replace('"a.bin"', `"${path}"`));
    expect(message).toMatch(/is no layers model of TensorFlow\.js/);
  },
);

it.each([
  ['text, whose bytes no shape bounds', '[2,6],"dtype":"float32"', '[2,6],"dtype":"string"'],
  ['negative sizes', '"shape":[2,6]', '"shape":[-2,-6]'],
  [
    'a type nested deeply',
    '[2,6],"dtype":"float32"',
    `[2,6],"dtype":${'['.repeat(30_000)}${']'.repeat(30_000)}`,
  ],
  ['sizes that are text', '"shape":[2,6]', '"shape":["2",6]'],
])('refuses weights of %s', async (_, from, to) => {
  const { message } = await ofStage1((text) => text.replace(from, to));
  expect(message).toMatch(/is no layers model of TensorFlow\.js/);
});

it('refuses layers far larger than the weights, and ones that wait for each other', async () => {
  const units = await ofStage1((text) => text.replace(/"units":\d+/, '"units":1e12'));
  expect(units.message).toMatch(/Stage-I of .* cannot be built/);
  const circle = await ofStage1((text) => text.replace('["latent",0,0', '["latent",7,0'));
  expect(circle.message).toMatch(/cannot be built \(layer joined has inputs that never come\)/);
});

it.each(['constructor', '__proto__', 'toString', 'Function'])(
  'finds no layer of class %s',
  async (name) => {
    const { message } = await ofStage1((text) =>
      text.replace('"StackganFullyConnected"', JSON.stringify(name)),
    );
    expect(message).toMatch(/cannot be built/);
    expect(({} as Record<string, unknown>)['units']).toBeUndefined();
  },
);

it('says what is wrong with JSON that is nested deeply', async () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const field = await errorOf('stackgan.json', () => `{"format":1,"examples":${deep}}`);
  expect(field.message).toMatch(/has examples deeply nested JSON; it must be a list/);
  const layer = await ofStage1((text) => text.replace('"units":256', `"units":${deep}`));
  expect(layer.message).toMatch(/cannot be built/);
});

it('cuts off long values in messages', async () => {
  const long = 'x'.repeat(1e6);
  const { message } = await errorOf('stackgan.json', () =>
    JSON.stringify({ ...index, stage1: `../${long}` }),
  );
  expect(message.length).toBeLessThan(300);
});
