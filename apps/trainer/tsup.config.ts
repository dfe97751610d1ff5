import { program } from '../../tools/tsup.js';
import { PAGE_FILES, pageText } from './src/pages/page-text.js';

const texts = Object.fromEntries(PAGE_FILES.map((file) => [file, pageText(file)]));

export default program({
  esbuildPlugins: [
    {
      name: 'page-texts',
      setup({ onLoad, onEnd }) {
        let isReplaced = false;
        onLoad({ filter: /[\\/]pages[\\/]page-text\.ts$/ }, () => {
          isReplaced = true;
          const contents = `const texts = ${JSON.stringify(texts)};
            export const pageText = (file) => texts[file];`;
          return { contents };
        });
        // Otherwise the published program would import esbuild, which it does not depend on.
        onEnd(() => ({ errors: isReplaced ? [] : [{ text: 'page-text.ts was not replaced' }] }));
      },
    },
  ],
});
