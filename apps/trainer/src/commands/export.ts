import { join } from 'node:path';
import { type HostTensor, writePth, writeSafetensors } from '@stackgan/formats';
import { MODEL_INDEX_FILE, registerStackGANLayers } from '@stackgan/stage2';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ExportError, UsageError } from '../shared/errors.js';
import type { ExportFormat, ExportPart, WeightPrecision } from '../exchange/export-formats.js';
import { drawingDifferences, structuralDifferences } from '../exchange/pytorch-differences.js';
import { quantiseWeights } from '../exchange/quantise-weights.js';
import {
  BASE_PREFIX,
  stage1DiscriminatorNames,
  stage1GeneratorNames,
  stage2DiscriminatorNames,
  stage2GeneratorNames,
  type WeightName,
} from '../exchange/state-dict-names.js';
import { writeStateDict } from '../exchange/state-dict.js';
import { writeOnnx } from '../exchange/write-onnx.js';
import { loadModel, saveModel } from '../run-directory/model-files.js';
import { runIndexText } from '../run-directory/model-index.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { requireNew } from '../run-directory/require-new.js';
import { type RunOptions, runOptionsText } from '../run-directory/run-options.js';
import { FOLDERS, loadSnapshot } from '../run-directory/snapshot.js';
import { writeFolderAtomically } from '../files/write-atomically.js';
import type { Context } from '../shared/context.js';
import { carriedEncoder } from './carried-encoder.js';
import { useBackend } from './use-backend.js';

/** Flags of `stackgan export`. */
export interface ExportArguments {
  readonly run: string;
  readonly format: ExportFormat;
  readonly part: ExportPart;
  /** The numbers of the weights; only `tfjs` has a choice. Default: float32. */
  readonly weights?: WeightPrecision;
  /** Folder of the caption encoder that the model brings; only `tfjs` brings one. */
  readonly encoder?: string | undefined;
  readonly out: string;
  readonly backend: string;
}

/** A network to write. */
interface Piece {
  /** Its folder or file. */
  readonly name: 'stage1' | 'stage2' | 'discriminator';
  readonly model: LayersModel;
  readonly names: readonly WeightName[];
}

/** `stackgan export`: writes the networks of a snapshot in the format of another program. */
export async function exportRun(given: ExportArguments, context: Context): Promise<void> {
  const { run, format, part, weights = 'float32', out, backend } = given;
  if (format !== 'tfjs' && weights !== 'float32') {
    throw new UsageError(
      `--weights ${weights} needs --format tfjs; leave it out with --format ${format}`,
    );
  }
  const isModel = format === 'tfjs' && (part === 'generator' || part === 'stage1');
  if (given.encoder !== undefined && !isModel) {
    throw new UsageError(
      '--encoder is for models that draw captions: --format tfjs with --part generator or stage1; leave it out',
    );
  }
  await requireNew(out);
  const path = await findSnapshot(run);
  await useBackend(backendFor(format, backend), context);
  registerStackGANLayers();
  const snapshot = await loadSnapshot(path);
  const pieces = await piecesOf(snapshot, part);
  const encoder = isModel ? await carriedEncoder(run, given.encoder) : undefined;
  await writeFolderAtomically(out, async (write) => {
    await write('options.json', runOptionsText(snapshot.settings));
    if (format === 'tfjs') {
      for (const { model, name } of pieces) {
        await saveModel(model, name, write, (whole) => quantiseWeights(weights, whole));
      }
      if (part === 'discriminator') return;
      await encoder?.write(write);
      const folders = Object.fromEntries(pieces.map(({ name }) => [name, name]));
      const named = { ...snapshot.settings.encoder, folder: encoder?.folder };
      const index = runIndexText(folders, named, noiseOfRun(snapshot.settings));
      await write(MODEL_INDEX_FILE, index);
      return;
    }
    await write(`${part}.${format}`, await fileOf(format, pieces, part, snapshot.settings));
  });
  context.console.line(`${part} of ${path} as ${format} in ${out}`);
  if (encoder?.notice !== undefined) context.console.line(encoder.notice);
  if (!isStateDict(format)) return;
  const { options } = snapshot.settings;
  const misfits = structuralDifferences(options, part);
  const others = drawingDifferences(options, part);
  if (misfits.length > 0) {
    context.console.line(
      `the code of StackGAN-Pytorch does not load it: there, ${misfits.join('; ')}`,
    );
  } else if (others.length > 0) {
    context.console.line(
      `the code of StackGAN-Pytorch would draw other images with it: there, ${others.join('; ')}`,
    );
  }
}

const isStateDict = (format: ExportFormat) => format === 'pth' || format === 'safetensors';

/** ONNX graphs are recorded by the backend `ort`; for other formats any backend will do. */
function backendFor(format: ExportFormat, backend: string): string {
  if (format !== 'onnx') return backend;
  if (backend === 'auto' || backend.startsWith('ort')) return backend === 'auto' ? 'ort' : backend;
  throw new UsageError(`--format onnx works on --backend ort, not ${backend}; leave out --backend`);
}

/** The file name of a format that has a single file. */
async function fileOf(
  format: Exclude<ExportFormat, 'tfjs'>,
  pieces: readonly Piece[],
  part: ExportPart,
  settings: RunOptions,
): Promise<Uint8Array> {
  if (format === 'onnx')
    return writeOnnx({ part, models: pieces.map(({ model }) => model), settings });
  const dict = await stateDictOf(pieces);
  const misfits = structuralDifferences(settings.options, part);
  if (format === 'pth' && misfits.length > 0) {
    throw new ExportError(
      `the ${part} has no place in a state_dict of StackGAN-Pytorch, where ${misfits.join('; ')}; ` +
        'export it with --format safetensors, onnx or tfjs',
    );
  }
  return format === 'pth' ? writePth(dict) : writeSafetensors(dict, { format: 'pt' });
}

async function piecesOf(
  { path, settings: { options }, generators }: Awaited<ReturnType<typeof loadSnapshot>>,
  part: ExportPart,
): Promise<Piece[]> {
  const stage1: Piece = { name: 'stage1', model: generators.stage1, names: stage1GeneratorNames };
  const stage2: Piece[] = [];
  if (options.stage === 2 && generators.stage2) {
    const names = stage2GeneratorNames(options.network.residualBlocks);
    stage2.push({ name: 'stage2', model: generators.stage2, names });
  }
  switch (part) {
    case 'generator':
      return [stage1, ...stage2];
    case 'stage1':
      return [stage1];
    case 'stage2':
      if (stage2.length) return stage2;
      throw new UsageError(`${path} has no stage 2; give --part stage1`);
    case 'discriminator':
      return [
        {
          name: 'discriminator',
          model: await loadModel(join(path, FOLDERS.discriminator)),
          names: options.stage === 1 ? stage1DiscriminatorNames : stage2DiscriminatorNames,
        },
      ];
  }
}

/** One state_dict of everything: that of Stage-II contains Stage-I, as in StackGAN-Pytorch. */
async function stateDictOf(pieces: readonly Piece[]): Promise<Record<string, HostTensor>> {
  const dicts = await Promise.all(
    pieces.map(({ model, names, name }) =>
      writeStateDict(model, names, name === 'stage1' && pieces.length > 1 ? BASE_PREFIX : ''),
    ),
  );
  return Object.assign({}, ...dicts) as Record<string, HostTensor>;
}
