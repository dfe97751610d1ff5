import type { JoinOrder } from '@stackgan/stage1';
import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * The options `network.*` of a generator of `stage`, as far as its layers show them: all but
 * `conditionNoise` and `kernelInitializer`, and without the options that a GAWWN generator does not
 * have. Throws an Error for a network that the builders of this stage did not make.
 */
export function generatorOptions(stage: 1 | 2, generator: LayersModel): Record<string, unknown> {
  const has = (name: string) => generator.layers.some((layer) => layer.name === name);
  const [image] = generator.outputs as [SymbolicTensor];
  const epsilon = generator.inputs.find(({ name }) => name.startsWith('epsilon'));
  const { activation, sigma } = generator.getLayer('ca').getConfig();
  const common = {
    imageSize: image.shape[1],
    conditionDim: epsilon?.shape[1],
    conditionActivation: activation,
    conditionSigma: sigma,
    textCode: has('text_code'),
    movingVariance: generator.getLayer(`${firstUp(has)}_norm`).getConfig()['movingVariance'],
  };
  return stage === 1
    ? { ...common, ...ofStage1(generator, has) }
    : { ...common, ...ofStage2(generator, has) };
}

function ofStage1(generator: LayersModel, has: (name: string) => boolean) {
  const box = isGawwn(has);
  const upSampling = generator.getLayer(`${firstUp(has)}_conv`);
  const [, , latent] = generator.inputs;
  return {
    box,
    gf: widthOf(upSampling) / (box ? 1 : 4),
    latentDim: latent?.shape[1],
    attributePrior: has('attribute_prior'),
    upSampling: upSampling.getClassName() === 'Conv2DTranspose' ? 'transposed' : 'nearest',
    ...(!box && {
      joinOrder: joinOrderOf(generator),
      generatorBody: has('seed_relu') ? 'plain' : 'residual',
    }),
  };
}

const isGawwn = (has: (name: string) => boolean): boolean => has('latent_box');

/** The first up-sampling block; GAWWN's is the first after its pathways are joined. */
const firstUp = (has: (name: string) => boolean): string => (isGawwn(has) ? 'up32' : 'up1');

function joinOrderOf(generator: LayersModel): JoinOrder {
  const [first] = generator.getLayer('joined').input as SymbolicTensor[];
  return first?.sourceLayer.name === 'ca' ? 'conditionFirst' : 'latentFirst';
}

function ofStage2(generator: LayersModel, has: (name: string) => boolean) {
  const joint = generator.getLayer('joint_conv');
  return {
    gf: widthOf(generator.getLayer('encode_conv')),
    residualBlocks: generator.layers.filter(({ name }) => /^residual\d+_add$/.test(name)).length,
    textTwice: Array.isArray(joint.input),
    shortcut: has('enlarged'),
  };
}

/** The channels of the output of a layer. */
const widthOf = (layer: layers.Layer): number => (layer.outputShape as number[]).at(-1)!;
