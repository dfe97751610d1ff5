import { nodeLibrary } from '../../tools/tsup.js';

export default nodeLibrary();
