import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { collectAnswers } from '../../apps/trainer/src/human-study/collect-answers.js';
import { sentencePage } from '../../apps/trainer/src/human-study/sentence-page.js';
import { tinySentenceStudy } from '../../apps/trainer/src/testing/tiny-sentence-study.js';
import { describeStudy } from './describe-study.js';

const writePage = async () => sentencePage(await tinySentenceStudy());

describeStudy('the page of a sentence study', writePage, ({ open, save }) => {
  const chosen = (page: Page) =>
    page.locator('select').evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value));
  const choose = async (page: Page, letters: string) => {
    for (const [index, name] of [...letters].entries())
      await page.selectOption(`#choice-${index + 1}`, name);
  };

  it('takes each sentence once, by keyboard too, keeps what was chosen, and saves what --collect counts', async () => {
    const { page, faults } = await open(1280);
    await page.getByLabel('Image 1').selectOption('A');
    await page.getByLabel('Image 2').selectOption('B');
    expect(await chosen(page)).toEqual(['A', 'B', '']);
    await page.getByLabel('Image 3').selectOption('A');
    expect(await chosen(page)).toEqual(['', 'B', 'A']);
    expect(await page.textContent('#status')).toBe(
      'Sentence A moved from image 1, which has none now.',
    );
    expect(await page.locator('#sentences .at').allTextContents()).toEqual([
      ...['image 3', 'image 2', ''],
    ]);
    // What the keyboard steps over goes back to where it was.
    await page.focus('#choice-1');
    await page.keyboard.press('b');
    expect(await chosen(page)).toEqual(['B', '', 'A']);
    await page.keyboard.press('ArrowDown');
    expect(await chosen(page)).toEqual(['C', 'B', 'A']);
    expect(await page.isDisabled('#save')).toBe(false);
    await page.selectOption('#choice-2', '');
    expect(await page.isDisabled('#save')).toBe(true);
    // Chromium may store with a delay.
    await expect.poll(() => page.reload().then(() => chosen(page))).toEqual(['C', '', 'A']);
    expect(await page.textContent('#count')).toBe('2 of 3 images have a sentence');
    await page.selectOption('#choice-2', 'B');
    const first = await save(page);

    await page.click('#restart');
    expect(await chosen(page)).toEqual(['', '', '']);
    await choose(page, 'BCA');
    const second = await save(page);
    expect(faults).toEqual([]);
    const key = /"key":"([^"]+)"/.exec(await page.content())![1];
    expect((JSON.parse(await readFile(second, 'utf8')) as { key: string }).key).toBe(key);
    const text = await collectAnswers([first, second]);
    expect(text).toContain(`${first}  1 of 3 images matched with their sentence`);
    expect(text).toContain(`${second}  3 of 3 images matched with their sentence`);
    expect(text).toMatch(/mean +2\.0 of 3 \(67 %\)/);
    expect(text).toContain('“three apples” was taken for “a red cat”, by 1');
    await page.close();
  });

  it('fits a phone, shows sentences as text, and names neither the run nor what an image is of', async () => {
    const { page, faults } = await open(360);
    await choose(page, 'CAB');
    const seen = await page.evaluate(() => ({
      text: document.body.innerText,
      isWide: document.documentElement.scrollWidth > innerWidth,
      loaded: [...document.images].filter((image) => image.naturalWidth === 8).length,
      names: [...document.images].map(({ alt }) => alt),
    }));
    expect(seen).toMatchObject({ isWide: false, loaded: 3 });
    expect(seen.names).toEqual(['image 1', 'image 2', 'image 3']);
    expect(seen.text).not.toContain('secret');
    expect(await page.locator('#sentences li > :nth-child(2)').allTextContents()).toEqual([
      ...['a "green" </script><b>dog</b> & co', 'three apples', 'a red cat'],
    ]);
    expect(faults).toEqual([]);
    await page.close();
  });
});
