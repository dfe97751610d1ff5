import * as stage1 from '@stackgan/stage1';
import * as stage2 from '@stackgan/stage2';
import type { ProfileName } from './profile-names.js';

/**
 * Values of an option in each profile, for Stage-I and Stage-II; undefined where a stage does not
 * have the option.
 */
export type ProfileValues = Readonly<
  Record<ProfileName, readonly [stage1: unknown, stage2: unknown]>
>;

/** The values of the network option `name` in the profiles of the packages. */
export function networkValues(name: string): ProfileValues {
  const of = (profile: 'paperProfile' | 'pytorchProfile' | 'tfProfile') =>
    [
      { generatorBody: stage1[profile].generator.body, ...trainerNames(stage1[profile]) }[name],
      trainerNames(stage2[profile])[name],
    ] as const;
  return { paper: of('paperProfile'), pytorch: of('pytorchProfile'), tf: of('tfProfile') };
}

/** The profile of a package under the trainer's names of `network` options. */
function trainerNames({
  generator: { activation, sigma, ...generator },
  discriminator: { body, ...discriminator },
}: {
  generator: { activation: string; sigma: string };
  discriminator: { body: string };
}): Record<string, unknown> {
  return {
    ...generator,
    ...discriminator,
    conditionActivation: activation,
    conditionSigma: sigma,
    discriminatorBody: body,
  };
}
