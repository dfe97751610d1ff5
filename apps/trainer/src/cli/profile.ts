import type { ProfileArguments } from '../commands/profile.js';
import { PROFILE_NAMES } from '../profiles/profile-names.js';
import type { AddCommand } from './add-command.js';

/** `stackgan profile show`. */
export const addProfile: AddCommand = (program, run) => {
  const show = run<ProfileArguments>(
    async () => (await import('../commands/profile.js')).showProfile,
  );
  program
    .command('profile')
    .description('differences between paper, TensorFlow code and PyTorch code of StackGAN')
    .helpCommand(false)
    .command('show')
    .description(
      'print all 29 differences: the option, its value in this profile, our default, the source',
    )
    .argument('<name>', PROFILE_NAMES.join(', '))
    .action((name: string) => show({ name }));
};
