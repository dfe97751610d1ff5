import { program } from '../../tools/tsup.js';

export default program();
