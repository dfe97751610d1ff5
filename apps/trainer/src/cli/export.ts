import { Option } from 'commander';
import type { ExportArguments } from '../commands/export.js';
import { EXPORT_FORMATS, EXPORT_PARTS, WEIGHT_PRECISIONS } from '../exchange/export-formats.js';
import type { AddCommand } from './add-command.js';
import { runOption } from './run-option.js';
import { backendOption } from './backend-option.js';

/** `stackgan export`. */
export const addExport: AddCommand = (program, run) => {
  const exportRun = run<ExportArguments>(
    async () => (await import('../commands/export.js')).exportRun,
  );
  program
    .command('export')
    .description('write the networks of a run for another program')
    .addOption(runOption().makeOptionMandatory())
    .addOption(
      new Option('--format <name>', 'for TensorFlow.js, ONNX, PyTorch or any reader of safetensors')
        .choices(EXPORT_FORMATS)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--part <name>', 'which network').choices(EXPORT_PARTS).default('generator'),
    )
    .addOption(
      new Option('--weights <type>', 'with --format tfjs: how weights are stored')
        .choices(WEIGHT_PRECISIONS)
        .default('float32'),
    )
    .option(
      '--encoder <folder>',
      'with --format tfjs: folder of the caption encoder of the run, which the model then brings with it',
    )
    .option('--out <folder>', 'output folder', 'exported')
    .addOption(backendOption())
    .action(exportRun);
};
