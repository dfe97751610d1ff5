import { Argument, Command, Option } from 'commander';
import { backendOption } from './backend-option.js';
import { addComparisonCommands } from './comparison-commands.js';
import { addEvaluationCommands } from './evaluation-commands.js';
import { EXPORT_FORMATS, EXPORT_PARTS } from '../exchange/export-formats.js';
import { addOptionFlags, readOptionFlags, trainLeaves } from '../options/option-flags.js';
import type {
  TrainArguments,
  SampleArguments,
  ImportArguments,
  ExportArguments,
  StartArguments,
  Commands,
} from './command-arguments.js';
import { append, wholeNumber } from './flag-values.js';
import { addPrepareCommand } from './prepare-command.js';
import { presetHelp, presetNames } from './help-texts.js';
import { ownVersion } from '../shared/own-version.js';
import { PROFILE_NAMES } from '../profiles/profile-names.js';

const HELP_WIDTH = 100;

/** The command line `stackgan`; throws CommanderError instead of ending the process. */
export function buildProgram(commands: Commands): Command {
  const program = new Command('stackgan')
    .description('Train StackGAN and draw pictures from captions.')
    .version(ownVersion())
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
      outputError: () => undefined, // The caller prints it, in one line.
    });

  program
    .command('start')
    .description('the main job: draw portraits to learn from, train both stages, show pictures')
    .option(
      '--data <folder>',
      'prepared data set; of portraits, made if missing',
      'datasets/avatars',
    )
    .option('--outdir <folder>', 'where runs go', 'runs')
    .addOption(backendOption())
    .addHelpText(
      'after',
      '\nStop it with Ctrl-C at any time; started again it goes on where it was.',
    )
    .action((flags: StartArguments) => commands.start(flags));

  addPrepareCommand(program, commands);

  const train = program
    .command('train')
    .description('train one stage')
    .option('--preset <name>', `${presetNames()} (default: quick-start)`)
    .option(
      '--profile <name>',
      `${PROFILE_NAMES.join(', ')}: the options in which these differ, over the preset's`,
    )
    .option('--outdir <folder>', 'where runs go', 'runs')
    .option('--resume <run>', 'go on with this run directory, or with the `latest`')
    .addOption(backendOption())
    .option('--metrics-every <number>', 'the same as --ticks.metrics', wholeNumber)
    .option('--dry-run', 'print the options and the size of the networks, train nothing', false)
    .addHelpText('after', presetHelp);
  const leaves = trainLeaves();
  addOptionFlags(train, leaves, 'Training options (a preset sets them all):').action(
    (
      flags: Omit<TrainArguments, 'overrides' | 'preset' | 'profile' | 'resume'> &
        Partial<TrainArguments> & { metricsEvery?: number },
    ) =>
      commands.train({
        preset: flags.preset,
        profile: flags.profile,
        resume: flags.resume,
        outdir: flags.outdir,
        backend: flags.backend,
        dryRun: flags.dryRun,
        overrides: {
          ...readOptionFlags(train, leaves),
          ...(flags.metricsEvery !== undefined && { 'ticks.metrics': flags.metricsEvery }),
        },
      }),
  );

  program
    .command('profile')
    .description('where paper, TensorFlow code and PyTorch code of StackGAN differ')
    .helpCommand(false)
    .command('show')
    .description(
      'print all 29 points: the option, its value in this profile, our default, the source',
    )
    .argument('<name>', PROFILE_NAMES.join(', '))
    .action((name: string) => commands.showProfile({ name }));

  program
    .command('sample')
    .description('draw pictures of captions with a trained run')
    .requiredOption('--run <folder>', 'a run directory, or one of its snapshots')
    .option('--text <caption>', 'a caption; repeat for more', append)
    .option('--captions <file>', 'a text file with one caption a line')
    .option(
      '--embeddings <file>',
      'in place of captions, [N, T] numbers of the encoder of the run: a .npy file, or a safetensors file with a tensor embeddings',
    )
    .option('--seeds <list>', 'one picture of each caption for each seed', '0-3')
    .option('--mean-only', 'no noise in conditioning augmentation: c is its mean', false)
    .addOption(
      new Option(
        '--interpolate [steps]',
        'walk from one --text to a second, with the noise of each seed; or, of one --text, from the noise of each seed to that of the next',
      )
        .preset('8')
        .argParser(wholeNumber)
        .conflicts('nearest'),
    )
    .addOption(
      new Option('--nearest [count]', 'beside each picture the training pictures most like it')
        .preset('5')
        .argParser(wholeNumber),
    )
    .option('--data <folder>', "with --nearest: the prepared data set (default: the run's own)")
    .option('--out <folder>', 'where the pictures go', 'samples')
    .addOption(backendOption())
    .action(({ text, ...flags }: SampleArguments & { text?: string[] }) =>
      commands.sample({
        ...flags,
        captions: flags.captions,
        embeddings: flags.embeddings,
        interpolate: flags.interpolate,
        nearest: flags.nearest,
        data: flags.data,
        texts: text ?? [],
      }),
    );

  addEvaluationCommands(program, commands);

  addComparisonCommands(program, commands);

  program
    .command('import')
    .description('make a run of weights that another program trained')
    .addArgument(new Argument('<from>', 'what wrote them').choices(['stackgan-pytorch']))
    .requiredOption(
      '--generator <file>',
      'netG, a .pth file; or a checkpoint with it in a dictionary',
    )
    .option('--generator-key <name>', 'the dictionary to take, where several could be: netG_ema')
    .option('--discriminator <file>', 'netD, the same; only to train on')
    .option('--discriminator-key <name>', 'its dictionary, where several could be')
    .option(
      '--data <folder>',
      'the prepared data set that it learned from; says what encoded its text',
    )
    .requiredOption('--out <folder>', 'the run directory to make')
    .addOption(backendOption())
    .action((_from: string, { discriminator, data, ...flags }: ImportArguments) =>
      commands.import({ ...flags, discriminator, data }),
    );

  program
    .command('export')
    .description('write the networks of a run for another program')
    .requiredOption('--run <folder>', 'a run directory, or one of its snapshots')
    .addOption(
      new Option('--format <name>', 'for TensorFlow.js, ONNX, PyTorch or any reader of safetensors')
        .choices(EXPORT_FORMATS)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--part <name>', 'which network').choices(EXPORT_PARTS).default('generator'),
    )
    .option('--out <folder>', 'where the files go', 'exported')
    .addOption(backendOption())
    .action((flags: ExportArguments) => commands.export(flags));

  program
    .command('doctor')
    .description('which backends work on this machine, and why not')
    .action(() => commands.doctor());

  return program;
}
