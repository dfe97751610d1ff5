import { library } from '../../tools/tsup.js';

// Both entries share chunks, so that a class such as OptionError exists once.
export default library({ entry: ['src/index.ts', 'src/internal.ts'], splitting: true });
