import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { collectAnswers } from '../../apps/trainer/src/human-study/collect-answers.js';
import { rankingPage } from '../../apps/trainer/src/human-study/ranking-page.js';
import { tinyStudy } from '../../apps/trainer/src/testing/tiny-study.js';
import { describeStudy } from './describe-study.js';

const writePage = async () => rankingPage(await tinyStudy());

describeStudy('the page of a human study', writePage, ({ open, save }) => {
  const caption = (page: Page) => page.textContent('#caption');
  const ranks = (page: Page) => page.locator('.set .rank').allTextContents();

  it('is rated by keyboard and mouse, keeps its place, and saves what --collect counts', async () => {
    const { page, faults } = await open(1280);
    expect(await caption(page)).toBe('“a red cat”');
    expect(await page.isDisabled('#next')).toBe(true);
    await page.keyboard.press('ArrowRight'); // Nothing is ranked, so it stays.
    await page.keyboard.press('b');
    expect(await ranks(page)).toEqual(['', '1st, best', '']);
    await page.keyboard.press('Backspace');
    expect(await ranks(page)).toEqual(['', '', '']);
    await page.keyboard.press('a');
    await page.keyboard.press('b'); // What is left is the last.
    expect(await ranks(page)).toEqual(['1st, best', '2nd', '3rd']);
    await page.keyboard.press('Enter');

    expect(await caption(page)).toBe('“a "green" </script><b>dog</b> & co”');
    await page.click('.set:nth-child(3)');
    await page.click('.set:nth-child(3)'); // Takes the place back.
    await page.click('.set:nth-child(2)');
    await page.click('.set:nth-child(3)');
    await page.click('#next');
    await page.keyboard.press('c');
    // All is kept, the half-ranked caption as well. Chromium may store with a delay.
    await expect.poll(() => page.reload().then(() => caption(page))).toBe('“three apples”');
    expect(await ranks(page)).toEqual(['', '', '1st, best']);
    await page.keyboard.press('a');
    await page.keyboard.press('ArrowRight');
    const first = await save(page);

    // The models of all captions in the order 0, 1, 2; at last of the second rater 1, 0, 2.
    await page.click('#restart');
    for (const letters of ['ab', 'bc', 'ac']) {
      for (const letter of letters) await page.keyboard.press(letter);
      await page.keyboard.press('ArrowRight');
    }
    const second = await save(page);
    expect(faults).toEqual([]);
    const lines = (await collectAnswers([first, second])).split('\n');
    expect(lines.slice(1, 4)).toEqual([
      '  runs/paper    1.17 ± 0.17',
      '  runs/tf       1.83 ± 0.17',
      '  runs/pytorch  3.00 ± 0.00',
    ]);
    await page.close();
  });

  it('fits a phone, and neither text nor names of images tell the models', async () => {
    const { page, faults } = await open(360);
    for (let i = 0; i < 3; i++) {
      const seen = await page.evaluate(() => ({
        text: document.body.innerText,
        names: [...document.querySelectorAll<HTMLElement>('img, button')].map(
          (one) => `${one.getAttribute('alt')} ${one.getAttribute('aria-label')} ${one.title}`,
        ),
        isWide: document.documentElement.scrollWidth > innerWidth,
        loaded: [...document.images].filter((image) => image.naturalWidth === 8).length,
      }));
      expect(`${seen.text} ${seen.names.join(' ')}`).not.toMatch(/runs|paper|pytorch|\btf\b/);
      expect(seen).toMatchObject({ isWide: false, loaded: 6 });
      await page.click('.set:nth-child(1)');
      await page.click('.set:nth-child(2)');
      await page.click('#next');
    }
    expect(await page.isVisible('#save')).toBe(true);
    expect(faults).toEqual([]);
    await page.close();
  });
});
