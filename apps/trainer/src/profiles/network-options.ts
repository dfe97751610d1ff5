import * as stage1 from '@stackgan/stage1';
import * as stage2 from '@stackgan/stage2';
import type { ProfileName } from './profile-names.js';

/** Values of an option in each profile: Stage-I's and Stage-II's, undefined where a stage has no such option. */
export type ProfileValues = Readonly<
  Record<ProfileName, readonly [stage1: unknown, stage2: unknown]>
>;

/** What the profiles of the networks' packages say of the network option `name`. */
export function networkValues(name: string): ProfileValues {
  const of = (profile: 'paperProfile' | 'pytorchProfile' | 'tfProfile') =>
    [
      { generatorBody: stage1[profile].generator.body, ...trainerNames(stage1[profile]) }[name],
      trainerNames(stage2[profile])[name],
    ] as const;
  return { paper: of('paperProfile'), pytorch: of('pytorchProfile'), tf: of('tfProfile') };
}

/** A package's profile under the trainer's names of `network` options. */
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
