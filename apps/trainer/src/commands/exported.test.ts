import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type HostTensor,
  readPth,
  readSafetensors,
  writePth,
  writeSafetensors,
} from '@stackgan/formats';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportFormat, ExportPart } from '../exchange/export-formats.js';
import { loadModel } from '../run-directory/model-files.js';
import { quietContext } from '../testing/tiny.js';
import { exportRun } from './export.js';
import { importRun } from './import.js';

// Every export of one run, opened by the program that it is for: same inputs, same images and
// logits.

/**
 * Largest difference that is allowed: of an image's numbers, which are of [-1, 1], or of a logit's.
 */
const ALLOWED = 1e-4;

const python = process.env['PYTHON'] ?? 'python3';
const find =
  'import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in ("torch", "safetensors")))';
const hasTorch = spawnSync(python, ['-c', find]).status === 0;
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

type Tensors = Record<string, HostTensor>;
type Stage = 1 | 2;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackgan-exported-'));
  for (const stage of [1, 2] as const) await makeRun(stage);
});
afterAll(() => rm(folder, { recursive: true }));

const at = (stage: Stage, ...names: string[]) => join(folder, `stage${stage}`, ...names);
const fixtureOf = async (stage: Stage): Promise<Tensors> =>
  readSafetensors(await readFile(join(fixtures, `parity-stage${stage}.safetensors`))).tensors;

/** A run of the fixture's weights, by way of PyTorch's files. */
async function makeRun(stage: Stage): Promise<void> {
  const tensors = await fixtureOf(stage);
  const file = async (network: string) => {
    const dict = Object.entries(tensors).flatMap(([name, tensor]) =>
      name.startsWith(`${network}.`) ? [[name.slice(network.length + 1), tensor] as const] : [],
    );
    const path = join(folder, `${network}-${stage}.pth`);
    await writeFile(path, writePth(Object.fromEntries(dict)));
    return path;
  };
  await importRun(
    {
      generator: await file('generator'),
      discriminator: await file('discriminator'),
      data: undefined,
      out: at(stage),
      backend: 'cpu',
    },
    quietContext(),
  );
}

/** The file, or for tfjs the folder, that is exported. */
async function exported(stage: Stage, format: ExportFormat, part: ExportPart): Promise<string> {
  const out = at(stage, `${format}-${part}`);
  const backend = format === 'onnx' ? 'auto' : 'cpu';
  await exportRun({ run: at(stage), format, part, out, backend }, quietContext());
  return format === 'tfjs' ? out : join(out, `${part}.${format}`);
}

/** Embeddings and noise for four images, by the names of the ONNX file. */
async function inputsOf(stage: Stage): Promise<Tensors> {
  const tensors = await fixtureOf(stage);
  const [embedding, latent, epsilon] = ['embeddings', 'latent.0', 'epsilon.0'].map(
    (name) => tensors[`inputs.${name}`]!,
  ) as [HostTensor, HostTensor, HostTensor];
  if (stage === 1) return { embedding, epsilon, latent };
  const stage1_epsilon = tensors['inputs.stage1Epsilon.0']!;
  return { embedding, latent, stage1_epsilon, stage2_epsilon: epsilon };
}

/** What TensorFlow.js computes with the exported models. */
async function drawn(stage: Stage): Promise<Tensors> {
  const generator = await exported(stage, 'tfjs', 'generator');
  const discriminator = await loadModel(
    join(await exported(stage, 'tfjs', 'discriminator'), 'discriminator'),
  );
  await tf.setBackend('cpu');
  const stage1 = await loadModel(join(generator, 'stage1'));
  const stage2 = stage === 2 ? await loadModel(join(generator, 'stage2')) : undefined;
  const given = Object.fromEntries(
    Object.entries(await inputsOf(stage)).map(([name, { data, shape }]) => [
      name,
      tf.tensor(data as Float32Array, [...shape]),
    ]),
  );
  const { embedding, latent } = given;
  const apply = (model: typeof stage1, inputs: (tf.Tensor | undefined)[]) =>
    [model.apply(inputs as tf.Tensor[], { training: false }) as tf.Tensor | tf.Tensor[]].flat() as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
  const epsilon = given['epsilon'] ?? given['stage1_epsilon'];
  const first = apply(stage1, [embedding, epsilon, latent]);
  const second = stage2 && apply(stage2, [first[0], embedding, given['stage2_epsilon']]);
  const [image, mean, log_variance] = second ?? first;
  const [conditional_logit, unconditional_logit] = apply(discriminator, [image, mean]);
  const outputs = { image, mean, log_variance, conditional_logit, unconditional_logit };
  return Object.fromEntries(
    Object.entries({ ...outputs, stage1_image: first[0] }).flatMap(([name, tensor]) => {
      const data = tensor?.dataSync() as Float32Array;
      return tensor ? [[name, { dtype: 'float32', shape: tensor.shape, data }]] : [];
    }),
  ) as Tensors;
}
const references = new Map<Stage, Promise<Tensors>>();
const reference = (stage: Stage): Promise<Tensors> => {
  references.set(stage, references.get(stage) ?? drawn(stage));
  return references.get(stage)!;
};

function difference(found: ArrayLike<number>, { data }: { data: ArrayLike<number> }): number {
  expect(found.length).toBe(data.length);
  return Array.from(data).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - found[i]!)),
    0,
  );
}

/** The first `count` rows. */
const rows = ({ dtype, shape, data }: HostTensor, count: number) => {
  const size = (data.length / shape[0]!) * count;
  return { dtype, shape: [count, ...shape.slice(1)], data: data.slice(0, size) } as HostTensor;
};

/** Runs an exported ONNX file by onnxruntime-node's own interface. */
async function onnxRun(file: string, inputs: Tensors): Promise<Tensors> {
  const session = await InferenceSession.create(file);
  const feeds = Object.entries(inputs).map(
    ([name, { data, shape }]) =>
      [name, new OrtTensor('float32', data as Float32Array, shape)] as const,
  );
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [
      name,
      { dtype: 'float32', shape: dims, data } as HostTensor,
    ]),
  );
}

describe.each([1, 2] as const)('Stage %i, exported', (stage) => {
  it('draws the same in onnxruntime-node, and judges the same', async ({ annotate }) => {
    const expected = await reference(stage);
    const inputs = await inputsOf(stage);
    const generator = await exported(stage, 'onnx', 'generator');
    const whole = await onnxRun(generator, inputs);
    const one = await onnxRun(
      generator,
      Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, rows(tensor, 1)])),
    );
    const { image, mean } = expected;
    const judged = await onnxRun(await exported(stage, 'onnx', 'discriminator'), {
      image: image!,
      mean: mean!,
    });
    const names = stage === 1 ? ['image', 'mean', 'log_variance'] : ['image', 'stage1_image'];
    expect(Object.keys(whole)).toEqual(names);
    for (const [name, tensor] of Object.entries({ ...whole, ...judged })) {
      const most = difference(tensor.data, expected[name]!);
      await annotate(`ONNX, Stage ${stage}, ${name}: ${most.toExponential(1)}`);
      expect(most).toBeLessThan(ALLOWED);
      expect(tensor.shape).toEqual(expected[name]!.shape);
    }
    expect(difference(one['image']!.data, rows(image!, 1))).toBeLessThan(ALLOWED);
  });

  it('names the shapes of its ONNX files and says what they are', async () => {
    const part = stage === 1 ? 'stage1' : 'stage2';
    const file = await exported(stage, 'onnx', part);
    const session = await InferenceSession.create(file);
    const shapes = session.inputMetadata.map(
      (input) => input.isTensor && [input.name, input.shape],
    );
    const first = stage === 1 ? [] : [['stage1_image', ['N', 64, 64, 3]]];
    const last = stage === 1 ? [['latent', ['N', 2]]] : [];
    expect(shapes).toEqual([...first, ['embedding', ['N', 5]], ['epsilon', ['N', 3]], ...last]);
    await session.release();
    const text = await readFile(file, 'latin1');
    expect(text).toMatch(/StackGAN\.js.*encoder_hash.*unknown.*encoder_dimension/s);
    expect(text).toContain(`stage${stage}_generator/up1_conv/kernel`);
    expect(text).not.toContain('com.microsoft');
  });

  it.skipIf(!hasTorch)(
    'draws the same in PyTorch, weights only (skipped where $PYTHON has no torch and safetensors)',
    async ({ annotate }) => {
      const place = at(stage, 'pytorch');
      await exportRun(
        { run: at(stage), format: 'pth', part: 'generator', out: place, backend: 'cpu' },
        quietContext(),
      );
      for (const [format, part] of [
        ['pth', 'discriminator'],
        ['safetensors', 'generator'],
      ] as const) {
        await writeFile(
          join(place, `${part}.${format}`),
          await readFile(await exported(stage, format, part)),
        );
      }
      await writeFile(join(place, 'inputs.safetensors'), writeSafetensors(await inputsOf(stage)));
      const script = join(fixtures, 'run-exported.py');
      const { stderr, status } = spawnSync(python, [script, String(stage), place], {
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
      const { tensors } = readSafetensors(await readFile(join(place, 'outputs.safetensors')));
      const expected = await reference(stage);
      for (const [name, tensor] of Object.entries(tensors)) {
        const most = difference(tensor.data, expected[name]!);
        await annotate(`PyTorch, Stage ${stage}, ${name}: ${most.toExponential(1)}`);
        expect(most).toBeLessThan(ALLOWED);
      }
    },
  );

  it('is the same numbers as .pth and as safetensors, and those that were imported', async () => {
    const pth = readPth(await readFile(await exported(stage, 'pth', 'stage1'))).tensors;
    const safe = await readFile(await exported(stage, 'safetensors', 'stage1'));
    expect(readSafetensors(safe)).toMatchObject({ metadata: { format: 'pt' } });
    expect({ ...readSafetensors(safe).tensors }).toEqual({ ...pth });
    const tensors = await fixtureOf(stage);
    const prefix = stage === 1 ? 'generator.' : 'generator.STAGE1_G.';
    for (const [name, tensor] of Object.entries(pth)) {
      expect(tensor).toEqual(tensors[`${prefix}${name}`]);
    }
  });
});

it('refuses to write ONNX on a backend that records nothing', async () => {
  const out = at(1, 'refused');
  const refused = exportRun(
    { run: at(1), format: 'onnx', part: 'generator', out, backend: 'cpu' },
    quietContext(),
  );
  await expect(refused).rejects.toThrow(/--format onnx works on --backend ort, not cpu/);
});
