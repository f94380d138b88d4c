import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Visitor } from './visitor.js';

const MESSAGES = fileURLToPath(new URL('../../dashboard/src/messages', import.meta.url));

/** The catalogue of a language, read from its files: the pages are no library. */
function catalogue(language: string): ReadonlyMap<string, string> {
  const texts = readdirSync(`${MESSAGES}/${language}`).map((file) => readFileSync(`${MESSAGES}/${language}/${file}`, 'utf8'));
  const entries = texts.flatMap((text) => [...text.matchAll(/'((?:[^'\\]|\\.)+)':\s+'((?:[^'\\]|\\.)*)'/g)]);
  return new Map(entries.map(([, key = '', message = '']) => [key, message.replaceAll("\\'", "'")]));
}

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** What an English text looks like on a page, whatever stands in its places. */
function patternOf(message: string): RegExp {
  return new RegExp(
    `^${message
      .split(/\{\w+\}/)
      .map(escaped)
      .join('.+')}$`,
    'u',
  );
}

/** Everything that is said in English and otherwise in this language, and has a word in it. */
function foreignTo(language: string): readonly RegExp[] {
  const own = catalogue(language);
  const said = new Set(own.values());
  return (
    [...catalogue('en')]
      .filter(([key, message]) => own.get(key) !== message && !said.has(message))
      // What is mostly places, such as `{used} of {limit}`, would be found in everything.
      .filter(([, message]) => (message.match(/(?<!\{)\b\p{L}{2,}/gu) ?? []).length >= (message.includes('{') ? 3 : 1))
      .map(([, message]) => patternOf(message))
  );
}

const patterns = new Map<string, readonly RegExp[]>();

/** What a page says, by sight or to a screen reader, that is an English text of the catalogue. */
export async function untranslatedOn({ page }: Visitor, language: string): Promise<readonly string[]> {
  const foreign = patterns.get(language) ?? foreignTo(language);
  patterns.set(language, foreign);
  const texts = await page.evaluate(() => {
    const said = new Set<string>();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) said.add(node.textContent?.trim() ?? '');
    for (const element of document.querySelectorAll('[aria-label],[title],[placeholder],[aria-valuetext]')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext'])
        said.add(element.getAttribute(name)?.trim() ?? '');
    }
    return [...said, document.title];
  });
  return texts.filter((text) => foreign.some((pattern) => pattern.test(text)));
}
