import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * The options `network.*` of a generator of `stage`, as far as its layers show them: all but
 * `conditionNoise` and `kernelInitializer`. Throws an Error for a network that the builders of this
 * stage did not make.
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
    movingVariance: generator.getLayer('up1_norm').getConfig()['movingVariance'],
  };
  return stage === 1
    ? { ...common, ...ofStage1(generator, has) }
    : { ...common, ...ofStage2(generator, has) };
}

function ofStage1(generator: LayersModel, has: (name: string) => boolean) {
  const upSampling = generator.getLayer('up1_conv');
  const [first] = generator.getLayer('joined').input as SymbolicTensor[];
  const [, , latent] = generator.inputs;
  return {
    gf: widthOf(upSampling) / 4,
    latentDim: latent?.shape[1],
    attributePrior: has('attribute_prior'),
    joinOrder: first?.sourceLayer.name === 'ca' ? 'conditionFirst' : 'latentFirst',
    generatorBody: has('seed_relu') ? 'plain' : 'residual',
    upSampling: upSampling.getClassName() === 'Conv2DTranspose' ? 'transposed' : 'nearest',
  };
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
