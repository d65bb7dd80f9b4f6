import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { en } from './en';
import { ru } from './ru';

type Texts = { [name: string]: string | Texts };

function flat(texts: Texts, before = ''): Map<string, string> {
  const entries = Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string' ? [[before + name, value] as const] : [...flat(value, `${before}${name}.`)],
  );
  return new Map(entries);
}

const texts = { en: flat(en as unknown as Texts), ru: flat(ru as unknown as Texts) };
const FORM = /_(zero|one|two|few|many|other)$/;
const stems = (all: Map<string, string>) => new Set([...all.keys()].map((key) => key.replace(FORM, '')));
const holes = (text: string) => [...text.matchAll(/\{\{?\w+\}?\}/g)].map(([hole]) => hole).sort();

const SOURCES = path.resolve(__dirname, '..');
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|generated/.test(name))
  .map((name) => readFileSync(path.join(SOURCES, name), 'utf8'));

describe('the texts', () => {
  it('are the same in both languages', () => {
    expect([...stems(texts.ru)].sort()).toEqual([...stems(texts.en)].sort());
  });

  it.each(['en', 'ru'] as const)('have all plurals that %s needs', (language) => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = [...texts[language].keys()]
      .filter((key) => FORM.test(key))
      .map((key) => key.replace(FORM, ''));
    for (const stem of counted) {
      for (const form of wanted)
        expect(texts[language].has(`${stem}_${form}`) || `${stem}_${form}`).toBe(true);
    }
  });

  it('are filled in with the same in both', () => {
    for (const [key, text] of texts.ru) {
      const other = texts.en.get(key) ?? texts.en.get(key.replace(FORM, '_other'))!;
      expect([key, holes(text)]).toEqual([key, holes(other)]);
    }
  });

  it('are there for every key that the code names', () => {
    const known = stems(texts.en);
    const named = sources.flatMap((text) =>
      [...text.matchAll(/\bt\(\s*'([\w.:]+)'/g)].map((match) => match[1]!),
    );
    expect(named.length).toBeGreaterThan(200);
    expect(named.filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('what the vault can answer a browser', () => {
  const text = readFileSync(path.resolve(__dirname, '../../../vault/errors.ts'), 'utf8');
  const refusals = [...text.matchAll(/^ {2}(\w+): \d{3},$/gm)].map(([, code]) => code!);
  /** What only workers hear. */
  const NOT_HERE = /^(unauthorised|card_number_|too_late)/;

  it('has words', () => {
    expect(refusals).toContain('incorrect_number');
    const codes = refusals.filter((code) => !NOT_HERE.test(code));
    expect(codes.filter((code) => !texts.en.has(`vault.${code}`))).toEqual([]);
  });
});

describe('what the API can answer', () => {
  const document = JSON.parse(
    readFileSync(path.resolve(__dirname, '../../../docs/openapi.json'), 'utf8'),
  ) as { components: { schemas: Record<string, { properties: Record<string, never> }> } };
  const { Problem, Payment, Refund, Leg } = document.components.schemas as Record<
    string,
    { properties: Record<string, { enum: string[]; items: { properties: { code: { enum: string[] } } } }> }
  >;
  /** What only programs that call the API can bring about. */
  const NOT_HERE = /^(callback_|key_|session_|user_needed|codec_|customer_|channel_|batch_)/;

  it.each([
    ['problem', Problem!.properties.code!.enum.filter((code) => !NOT_HERE.test(code))],
    ['field', Problem!.properties.errors!.items.properties.code.enum],
    ['decline', Leg!.properties.declineCode!.enum],
    ['status', Payment!.properties.status!.enum],
    ['refundStatus', Refund!.properties.status!.enum],
    ['leg', Leg!.properties.status!.enum],
    ['outcome', Payment!.properties.status!.enum],
  ])('has words: %s', (set, codes) => {
    expect(codes.filter((code) => !texts.en.has(`${set}.${code}`))).toEqual([]);
  });
});
