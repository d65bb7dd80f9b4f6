import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { eventually } from './eventually';

const SCREENSHOTS = path.resolve(__dirname, '..', '..', '.data', 'screenshots');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

/** Where a Chromium is, if there is one: tests/harness/setup-browser.mjs looks for it, and installs it where it can. */
export const chromiumProgram = (): string | undefined => process.env.CHROMIUM;

export function startBrowser(executablePath: string): Promise<Browser> {
  // Chromium's own sandbox does not run as root, which CI is; it opens nothing but this stack.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}

/** Looks at a screen on the way. */
type Look = (name: string) => Promise<unknown>;
const pass: Look = () => Promise.resolve();

/** In either language. */
const NAVIGATION = /^(Main navigation|Основное меню)$/;

/** More than there are places on any screen. */
const MOST_TABS = 80;

/** Whether what has the focus, or the label that stands for it, is drawn differently for that. */
const SHOWS_FOCUS = `(async () => {
  const one = document.activeElement;
  if (!one || one === document.body) return true;
  if (!one.matches(':focus-visible')) return false;
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const parts = [one, one.parentElement, one.nextElementSibling].filter(Boolean);
  const look = () => parts.map((part) => {
    const { outlineStyle, outlineWidth, borderColor, boxShadow } = getComputedStyle(part);
    return [outlineStyle, outlineWidth, borderColor, boxShadow];
  }).join();
  await drawn();
  const focused = look();
  one.blur();
  await drawn();
  const plain = look();
  one.focus({ preventScroll: true });
  return focused !== plain;
})()`;

/** Somebody at the console, in a browser of their own. */
export class Operator {
  /** What the page complained of: errors of scripts, and what the content security policy refused. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    readonly url: string,
  ) {
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !/Failed to load resource/.test(text)) this.complaints.push(text);
    });
  }

  static async open(browser: Browser, url: string): Promise<Operator> {
    const context = await browser.newContext({
      viewport: SIZES.wide,
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    return new Operator(await context.newPage(), context, url);
  }

  /** With a one-time password, which is changed at once. */
  async signIn(username: string, oneTimePassword: string, look: Look = pass): Promise<void> {
    const { page } = this;
    await page.goto(`${this.url}/console/payments`);
    await page.getByLabel('User name').fill(username);
    await look('sign-in');
    await page.getByLabel('Password', { exact: true }).fill(oneTimePassword);
    await this.press('Sign in');
    const password = `the own one of ${username}`;
    await page.getByLabel('Current password').fill(oneTimePassword);
    await look('first-password');
    await page.getByLabel('New password', { exact: true }).fill(password);
    await page.getByLabel('New password, once more').fill(password);
    await this.press('Change the password');
    await this.heading('Payments');
  }

  press(name: string | RegExp): Promise<void> {
    return this.page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .click();
  }

  heading(name: string | RegExp): Promise<void> {
    return this.page
      .getByRole('heading', { name, exact: typeof name === 'string' })
      .first()
      .waitFor();
  }

  async go(name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: NAVIGATION }).getByRole('link', { name }).click();
    await this.heading(name);
  }

  /** Through the first two steps of Add payment. */
  async toCards(phone: string, amount: string, look: Look = pass): Promise<void> {
    const { page } = this;
    await this.go('Add payment');
    await page.getByLabel('Phone number').fill(phone);
    await look('pay-account');
    await this.press('Find the account');
    await page.getByLabel('Amount').fill(amount);
    await look('pay-amount');
    await this.press('Next');
    await page.getByLabel('A different card').waitFor();
  }

  /** By the Tab key alone, as somebody without a pointer comes there; each place on the way must show that it has the focus. */
  async tabTo(place: Locator): Promise<void> {
    await place.waitFor();
    const passed: string[] = [];
    for (let presses = 0; presses < MOST_TABS; presses++) {
      await this.page.keyboard.press('Tab');
      if (!(await this.page.evaluate(SHOWS_FOCUS)))
        throw new Error('The focus is somewhere, and is not seen.');
      if ((await place.and(this.page.locator(':focus')).count()) > 0) return;
      passed.push(await this.focused());
    }
    throw new Error(`Tab does not lead to ${String(place)}, but to: ${passed.join(', ')}`);
  }

  /** Waits until this heading, field or button has the focus, which comes after what it is on. */
  async focuses(words: string): Promise<void> {
    await eventually(async () => expect(await this.focused()).toBe(words));
  }

  private async focused(): Promise<string> {
    return String(await this.page.evaluate('document.activeElement?.textContent'));
  }

  /**
   * Keeps pictures at both sizes, and says what axe finds serious, and whether anything is cut off.
   * @param judged the sizes at which axe looks
   */
  async inspect(name: string, judged: readonly string[] = Object.keys(SIZES)): Promise<string[]> {
    const found: string[] = [];
    for (const [size, viewport] of Object.entries(SIZES)) {
      await this.page.setViewportSize(viewport);
      if (size === 'wide') await this.page.waitForLoadState('networkidle').catch(() => undefined);
      mkdirSync(SCREENSHOTS, { recursive: true });
      await this.page.screenshot({ path: path.join(SCREENSHOTS, `${name}-${size}.png`), fullPage: true });
      const wider = await this.page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (Number(wider) > 0) found.push(`${name}, ${size}: ${String(wider)} pixels wider than the screen`);
      if (judged.includes(size)) found.push(...(await this.lasting(`${name}, ${size}`)));
    }
    await this.page.setViewportSize(SIZES.wide);
    return found;
  }

  /** What is still wrong when the page has come to rest: a dialog that fades in has too little contrast for a moment. */
  private async lasting(where: string): Promise<string[]> {
    let found = await this.violations(where);
    for (let tries = 0; tries < 5 && found.length > 0; tries++) {
      await this.page.waitForTimeout(500);
      found = await this.violations(where);
    }
    return found;
  }

  private async violations(where: string): Promise<string[]> {
    await this.page.evaluate(AXE);
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
    const { violations } = (await this.page.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(tags)} })`,
    )) as {
      violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
    };
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
