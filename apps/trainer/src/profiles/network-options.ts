import * as stage1 from '@stackgan/stage1';
import * as stage2 from '@stackgan/stage2';
import type { ProfileName } from './profile-names.js';

/**
 * Values of an option per profile, for Stage-I and Stage-II; undefined if a stage has no such
 * option.
 */
export type ProfileValues = Readonly<
  Record<ProfileName, readonly [stage1: unknown, stage2: unknown]>
>;

/** Values of the network option `name` in the profiles of the networks' packages. */
export function networkValues(name: string): ProfileValues {
  const of = (profile: 'paperProfile' | 'pytorchProfile' | 'tfProfile') => {
    const valueIn = ({ generator, discriminator }: { generator: object; discriminator: object }) =>
      (({ ...generator, ...discriminator }) as Record<string, unknown>)[name];
    return [valueIn(stage1[profile]), valueIn(stage2[profile])] as const;
  };
  return { paper: of('paperProfile'), pytorch: of('pytorchProfile'), tf: of('tfProfile') };
}
