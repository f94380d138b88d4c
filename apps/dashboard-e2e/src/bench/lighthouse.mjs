// Run by `npm exec --package=lighthouse@…`: it comes with nothing of this workspace, which has no need of it but here.
// Logs in like anybody, in a Chromium of its own, and loads each page anew as a phone on slow 4G with a slow processor would.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const PAGES = [
  ['overview', '/admin/'],
  ['transactions', '/admin/transactions'],
  ['approvals', '/admin/approvals'],
];
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

const [origin, password] = process.argv.slice(2);
// The first place programs are looked for in is that of the package that was asked for.
const [programs] = (process.env.PATH ?? '').split(path.delimiter).filter((place) => place.includes('_npx'));
const found = createRequire(path.join(programs, 'any.js'));
const load = async (name) => (await import(pathToFileURL(found.resolve(name)).href)).default;
const [lighthouse, puppeteer] = [await load('lighthouse'), await load('puppeteer-core')];

const browser = await puppeteer.launch({
  executablePath: '/usr/bin/chromium',
  acceptInsecureCerts: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});

async function measure(page, name, url) {
  const session = await page.createCDPSession();
  await session.send('Network.clearBrowserCache');
  await session.detach();
  const flags = { onlyCategories: CATEGORIES, disableStorageReset: true, logLevel: 'error' };
  const { lhr } = await lighthouse(origin + url, flags, undefined, page);
  const scores = Object.fromEntries(CATEGORIES.map((category) => [category, Math.round(lhr.categories[category].score * 100)]));
  const [paint, blocked, shift] = ['largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'].map(
    (audit) => lhr.audits[audit].numericValue,
  );
  const lost = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score === 0);
  process.stdout.write(`${JSON.stringify({ name, scores, paint, blocked, shift, lost: lost.map(({ id }) => id) })}\n`);
}

try {
  const page = await browser.newPage();
  await measure(page, 'login', '/admin/login');
  await page.goto(`${origin}/admin/login`);
  const field = await page.waitForSelector('main input[type=password]');
  await field.type(password);
  await field.press('Enter');
  await page.waitForSelector('#content h1');
  for (const [name, url] of PAGES) await measure(page, name, url);
} finally {
  await browser.close();
}
