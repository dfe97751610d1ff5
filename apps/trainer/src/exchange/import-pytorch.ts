import { findDamage, type HostTensor } from '@stackgan/formats';
import {
  createStage1Discriminator,
  createStage1Generator,
  pytorchProfile as stage1Profile,
} from '@stackgan/stage1';
import {
  createStage2Discriminator,
  createStage2Generator,
  pytorchProfile as stage2Profile,
} from '@stackgan/stage2';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ImportError } from '../errors.js';
import { discriminatorWidth, type GeneratorSizes, generatorSizes } from './network-sizes.js';
import {
  BASE_PREFIX,
  stage1DiscriminatorNames,
  stage1GeneratorNames,
  stage2DiscriminatorNames,
  stage2GeneratorNames,
  type WeightName,
} from './state-dict-names.js';
import { findMisfits, readStateDict, type StateDict } from './state-dict.js';

/** A file's name, for errors, and what it holds. */
export interface PytorchFile {
  readonly file: string;
  readonly dict: StateDict;
}

/** Networks of StackGAN-Pytorch as ours. */
export interface ImportedNetworks {
  readonly sizes: GeneratorSizes;
  readonly generator: LayersModel;
  /** Stage-II's Stage-I. */
  readonly base?: LayersModel;
  readonly discriminator?: LayersModel;
  readonly df?: number;
}

interface Part {
  readonly model: LayersModel;
  readonly names: readonly WeightName[];
  readonly prefix?: string;
}

/**
 * Builds the networks that the weights of StackGAN-Pytorch belong to, of whatever sizes, and puts these
 * in. Throws ImportError that lists every tensor that is missing, surplus or of another shape, and for weights
 * that are NaN.
 */
export function importPytorch(given: PytorchFile, judge?: PytorchFile): ImportedNetworks {
  const drawn = withoutWrapper(given);
  const sizes = generatorSizes(drawn.dict, drawn.file);
  const { stage } = sizes;
  const generator =
    stage === 1
      ? createStage1Generator({ ...stage1Profile.generator, ...sizes })
      : createStage2Generator({ ...stage2Profile.generator, ...sizes });
  const parts: Part[] = [
    {
      model: generator,
      names: stage === 1 ? stage1GeneratorNames : stage2GeneratorNames(sizes.residualBlocks ?? 0),
    },
  ];
  let base: LayersModel | undefined;
  if (stage === 2) {
    const baseSizes = generatorSizes(ofBase(drawn.dict), `${drawn.file} (${BASE_PREFIX})`);
    base = createStage1Generator({ ...stage1Profile.generator, ...baseSizes });
    parts.push({ model: base, names: stage1GeneratorNames, prefix: BASE_PREFIX });
  }
  fill(drawn, parts);
  if (judge === undefined) return { sizes, generator, ...(base && { base }) };

  const judging = withoutWrapper(judge);
  const df = discriminatorWidth(judging.dict, judging.file, stage);
  const { textDim, conditionDim } = sizes;
  const discriminator =
    stage === 1
      ? createStage1Discriminator({ ...stage1Profile.discriminator, df, textDim, conditionDim })
      : createStage2Discriminator({ ...stage2Profile.discriminator, df, textDim, conditionDim });
  const names = stage === 1 ? stage1DiscriminatorNames : stage2DiscriminatorNames;
  fill(judging, [{ model: discriminator, names }]);
  return { sizes, generator, ...(base && { base }), discriminator, df };
}

function fill({ dict, file }: PytorchFile, parts: readonly Part[]): void {
  const { missing, surplus, shapes } = findMisfits(dict, parts);
  const faults = [
    ...(missing.length ? [`missing: ${missing.join(', ')}`] : []),
    ...(surplus.length ? [`surplus: ${surplus.join(', ')}`] : []),
    ...shapes,
  ];
  if (faults.length) {
    throw new ImportError(`${file} does not fit StackGAN-Pytorch's network; ${faults.join('; ')}`);
  }
  const damages = parts.flatMap(({ names, prefix = '' }) =>
    names.flatMap(({ foreign, own }) => {
      const isVariance = own.endsWith('/moving_variance');
      return findDamage(prefix + foreign, dict[prefix + foreign]!, { isVariance }) ?? [];
    }),
  );
  if (damages.length) {
    const others = damages.length > 1 ? `, and ${damages.length - 1} more tensors` : '';
    throw new ImportError(
      `the weights in ${file} are damaged: ${damages[0]}${others}; take an earlier file of the same training`,
    );
  }
  for (const { model, names, prefix } of parts) readStateDict(dict, model, names, prefix);
}

const ofBase = (dict: StateDict): StateDict =>
  Object.fromEntries(
    Object.entries(dict)
      .filter(([name]) => name.startsWith(BASE_PREFIX))
      .map(([name, tensor]) => [name.slice(BASE_PREFIX.length), tensor]),
  );

/** Without the `module.` that training on several GPUs puts before all names. */
function withoutWrapper({ dict, file }: PytorchFile): PytorchFile {
  const wrapper = 'module.';
  const entries = Object.entries<HostTensor>(dict);
  if (!entries.every(([name]) => name.startsWith(wrapper))) return { dict, file };
  return { file, dict: Object.fromEntries(entries.map(([n, t]) => [n.slice(wrapper.length), t])) };
}
