import { Command } from 'commander';
import { ownVersion } from '../shared/own-version.js';
import { addAblate } from './ablate.js';
import type { AddCommand, Runner } from './add-command.js';
import { addClassifier } from './classifier.js';
import { addData } from './data.js';
import { addDoctor } from './doctor.js';
import { addEncoder } from './encoder.js';
import { addEvaluate } from './evaluate.js';
import { addExport } from './export.js';
import { addHumanStudy } from './human-study.js';
import { addImport } from './import.js';
import { addModels } from './models.js';
import { addPackage } from './package.js';
import { addPrepare } from './prepare.js';
import { addProfile } from './profile.js';
import { addSample } from './sample.js';
import { addStart } from './start.js';
import { addTrain } from './train.js';
import { addWatch } from './watch.js';

/** In the order of --help. */
const COMMANDS: readonly AddCommand[] = [
  addStart,
  addPrepare,
  addData,
  addTrain,
  addWatch,
  addProfile,
  addSample,
  addModels,
  addEvaluate,
  addClassifier,
  addEncoder,
  addHumanStudy,
  addAblate,
  addImport,
  addExport,
  addPackage,
  addDoctor,
];

const HELP_WIDTH = 100;

/** The command line `stackgan`; throws CommanderError instead of ending the process. */
export function buildProgram(run: Runner): Command {
  const program = new Command('stackgan')
    .description('Train StackGAN and draw images from captions.')
    .version(ownVersion())
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
      outputError: () => undefined, // The caller prints one line.
    });
  for (const add of COMMANDS) add(program, run);
  return program;
}
