// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Opens the page that is named as the argument, with no network, and uses it as a person does: with the mouse, with the
// keyboard alone, on a narrow screen, in the dark. Prints what was done; fails with the first thing that is not as it
// has to be.
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const address = pathToFileURL(process.argv[2]).href;
const browser = await chromium.launch({ executablePath: process.env.NAUTES_TEST_CHROMIUM, timeout: 60_000 });

// open gives a page, and what it asked for and complained about.
async function open(options = {}) {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const seen = { requests: [], complaints: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) seen.complaints.push(message.text()); });
  page.on('pageerror', (error) => seen.complaints.push(String(error)));
  await page.goto(address);
  return { page, seen };
}

// shot keeps a picture where somebody wants to look at it.
async function shot(page, name) {
  if (process.env.NAUTES_TEST_PICTURES) await page.screenshot({ path: `${process.env.NAUTES_TEST_PICTURES}/${name}.png`, fullPage: true });
}

const box = (page, title) => page.locator('.drawing .node', { has: page.locator('title', { hasText: title }) }).first();
const article = (page, heading) => page.locator('article', { has: page.getByRole('heading', { level: 2, name: heading, exact: true }) });
const visibleRows = (page) => page.locator('tbody tr:visible');

async function mouse() {
  const { page, seen } = await open();
  const nodes = await page.locator('.drawing .node').count();
  assert.ok(nodes > 15, `only ${nodes} nodes`);
  assert.equal(await page.locator('article:visible').count(), 0, 'details are shown before anything is chosen');

  await box(page, 'DeploymentRuntime/demo/lost').click();
  const lost = article(page, 'DeploymentRuntime/demo/lost');
  assert.ok(await lost.isVisible(), 'a click on a node does not show its details');
  assert.match(await lost.innerText(), /deploymentruntime-environment-exists/);
  assert.match(await lost.innerText(), /Environment\/demo\/nowhere/);
  assert.ok(await page.locator('.drawing .edge.near').count() >= 3, 'its neighbours are not lit up');
  await shot(page, 'clicked');

  await lost.getByRole('link', { name: 'CodeRepo/demo/deploy' }).click();
  assert.ok(await article(page, 'CodeRepo/demo/deploy').isVisible(), 'a neighbour can not be gone to');
  assert.equal(await page.locator('article:visible').count(), 1);

  await page.getByLabel('Name').fill('api-');
  assert.equal(await visibleRows(page).count(), 2, 'the filter by name');
  assert.match(await page.locator('#shown').innerText(), /^2 of /);
  assert.equal(await page.locator('.drawing .node:not(.dim)').count(), 2, 'what is left out is not dimmed');
  await page.getByLabel('Name').fill('');
  await page.getByLabel('Kind').selectOption('Environment');
  assert.equal(await visibleRows(page).count(), 3, 'the filter by kind');
  await page.getByLabel('State').selectOption('bad');
  assert.equal(await visibleRows(page).count(), 1, 'the filter by state');
  await page.getByLabel('Kind').selectOption('');
  assert.equal(await visibleRows(page).count(), 2);

  assert.equal(await page.evaluate(() => window.broken), undefined, 'what somebody wrote was run');
  assert.deepEqual(seen.complaints, [], 'the browser complains');
  assert.deepEqual(seen.requests, [address], 'something else was asked for');
  console.log(`mouse: ${nodes} nodes, clicked, followed, filtered`);
}

async function keyboard() {
  const { page } = await open();
  await box(page, 'Environment/demo/test').focus();
  await page.keyboard.press('Enter');
  const chosen = article(page, 'Environment/demo/test');
  assert.ok(await chosen.isVisible(), 'Enter does not choose a node');
  assert.ok(await chosen.evaluate((element) => element === document.activeElement), 'the details are not gone to');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.ok(await article(page, 'Cluster/test-0').isVisible(), 'a neighbour can not be gone to by keys');
  console.log('keyboard: chosen, followed');
}

async function network() {
  const { page, seen } = await open({ offline: false });
  const refused = await page.evaluate(() => fetch('http://127.0.0.1:9/').then(() => 'answered', () => 'refused'));
  assert.equal(refused, 'refused');
  assert.ok(seen.complaints.some((text) => text.includes('Content Security Policy')), 'its policy does not forbid the network');
  console.log('network: forbidden');
}

async function screens() {
  for (const [name, options] of [
    ['light', { viewport: { width: 1400, height: 900 } }], ['dark', { viewport: { width: 1400, height: 900 }, colorScheme: 'dark' }],
    ['narrow', { viewport: { width: 390, height: 800 } }],
  ]) {
    const { page } = await open(options);
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(paper === 'rgb(255, 255, 255)', name !== 'dark', `${name}: the page is ${paper}`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}: the page is wider than the screen`);
    await shot(page, name);
  }
  const { page } = await open({ javaScriptEnabled: false });
  assert.ok(await article(page, 'Environment/demo/test').isVisible(), 'without scripts the details are not there');
  console.log('screens: light, dark, narrow, without scripts');
}

try {
  await mouse();
  await keyboard();
  await network();
  await screens();
} finally {
  await browser.close();
}
