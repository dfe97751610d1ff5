import { findDamage } from '@stackgan/formats';
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
import { ImportError } from '../shared/errors.js';
import {
  discriminatorWidth,
  type GeneratorSizes,
  generatorSizes,
  isStage2,
  residualBlocksOf,
} from './network-sizes.js';
import {
  BASE_PREFIX,
  stage1DiscriminatorNames,
  stage1GeneratorNames,
  stage2DiscriminatorNames,
  stage2GeneratorNames,
  type WeightName,
} from './state-dict-names.js';
import { findMisfits, readStateDict, type StateDict } from './state-dict.js';
import { type PytorchFile, unwrapStateDict } from './unwrap-state-dict.js';

/** Imported networks of StackGAN-Pytorch. */
export interface ImportedNetworks {
  readonly sizes: GeneratorSizes;
  readonly generator: LayersModel;
  /** The Stage-I below a Stage-II. */
  readonly base?: LayersModel;
  readonly discriminator?: LayersModel;
  readonly df?: number;
  /** One line per network that was not at the top level of its file: where it was found. */
  readonly notes: readonly string[];
}

/** The dictionary of a file to read, if there are several candidates. */
export interface NetworkKeys {
  readonly generator?: string | undefined;
  readonly discriminator?: string | undefined;
}

interface Part {
  readonly model: LayersModel;
  readonly names: readonly WeightName[];
  readonly prefix?: string;
}

/**
 * Builds networks for weights of StackGAN-Pytorch, of any size, and loads the weights into them.
 * Throws ImportError that lists all tensors that are missing, surplus or of another shape, and for
 * weights with NaN.
 */
export function importPytorch(
  generatorFile: PytorchFile,
  discriminatorFile?: PytorchFile,
  keys: NetworkKeys = {},
): ImportedNetworks {
  const foundGenerator = unwrapStateDict(generatorFile, {
    kind: 'generator',
    marker: 'ca_net.fc.weight',
    isWhole: (dict) => generatorNames(dict).every((name) => Object.hasOwn(dict, name)),
    key: keys.generator,
  });
  const sizes = generatorSizes(foundGenerator.dict, foundGenerator.file);
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
    const baseSizes = generatorSizes(
      ofBase(foundGenerator.dict),
      `${foundGenerator.file} (${BASE_PREFIX})`,
    );
    base = createStage1Generator({ ...stage1Profile.generator, ...baseSizes });
    parts.push({ model: base, names: stage1GeneratorNames, prefix: BASE_PREFIX });
  }
  fill(foundGenerator, parts);
  const notes = foundGenerator.note === undefined ? [] : [foundGenerator.note];
  if (discriminatorFile === undefined) return { sizes, generator, ...(base && { base }), notes };

  const names = stage === 1 ? stage1DiscriminatorNames : stage2DiscriminatorNames;
  const foundDiscriminator = unwrapStateDict(discriminatorFile, {
    kind: 'discriminator',
    marker: 'encode_img.0.weight',
    isWhole: (dict) => names.every(({ foreign }) => Object.hasOwn(dict, foreign)),
    key: keys.discriminator,
  });
  if (foundDiscriminator.note !== undefined) notes.push(foundDiscriminator.note);
  const df = discriminatorWidth(foundDiscriminator.dict, foundDiscriminator.file, stage);
  const { textDim, conditionDim } = sizes;
  const discriminator =
    stage === 1
      ? createStage1Discriminator({ ...stage1Profile.discriminator, df, textDim, conditionDim })
      : createStage2Discriminator({ ...stage2Profile.discriminator, df, textDim, conditionDim });
  fill(foundDiscriminator, [{ model: discriminator, names }]);
  return { sizes, generator, ...(base && { base }), discriminator, df, notes };
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

/** The names of the weights of a generator, for the stage that its weights suggest. */
function generatorNames(dict: StateDict): string[] {
  const stage1 = stage1GeneratorNames.map(({ foreign }) => foreign);
  if (!isStage2(dict)) return stage1;
  const stage2 = stage2GeneratorNames(residualBlocksOf(dict)).map(({ foreign }) => foreign);
  return [...stage2, ...stage1.map((name) => BASE_PREFIX + name)];
}
