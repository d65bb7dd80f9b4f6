import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import type { ReactNode } from 'react';
import type { Statistics } from '../api/contract';
import { placeOf } from '../format/time';
import { useWords } from '../i18n/use-words';
import { tableStyles } from '../ui/DataTable';
import { KINDS, rowsOf } from './figures';
import styles from './dashboard.module.css';

const COLOURS = { succeeded: '#1b8a56', open: '#3f7fd6', declined: '#c9453c', other: '#8a94a0' };

/** Payments by how they ended, over time. */
export function TimeChart({ figures }: { figures: Statistics }) {
  const { t, language } = useWords();
  const daily = figures.bucket === 'day';
  if (figures.series.length === 0) return <p>{t('dashboard.nothing')}</p>;
  const format = new Intl.DateTimeFormat(
    placeOf(language),
    daily ? { day: 'numeric', month: 'short', timeZone: 'UTC' } : { hour: '2-digit', minute: '2-digit' },
  );
  const names = Object.fromEntries(KINDS.map((kind) => [kind, t(`dashboard.kind.${kind}`)]));
  const data = rowsOf(figures).map(({ at, ...counts }) => ({ time: format.format(new Date(at)), ...counts }));
  return (
    <>
      <Drawing label={t('dashboard.overTime')}>
        <BarChart
          h={260}
          data={data}
          dataKey="time"
          type="stacked"
          withLegend
          yAxisProps={{ allowDecimals: false }}
          barChartProps={{ accessibilityLayer: false }}
          tooltipAnimationDuration={0}
          series={KINDS.map((kind) => ({ name: kind, label: names[kind], color: COLOURS[kind] }))}
        />
      </Drawing>
      <AsTable
        caption={t('dashboard.overTime')}
        head={[t('dashboard.time'), ...Object.values(names)]}
        rows={data.map((row) => [row.time, ...KINDS.map((kind) => row[kind])])}
      />
    </>
  );
}

export function DeclinesChart({ items }: { items: Statistics['declines'] }) {
  const { t, named } = useWords();
  if (items.length === 0) return <p>{t('dashboard.noDeclines')}</p>;
  const most = Math.max(...items.map(({ count }) => count));
  return (
    <ul className={styles.bars}>
      {items.map(({ code, count }) => (
        <li key={code}>
          <span>{named('decline', code)}</span>
          <strong>{count}</strong>
          <div style={{ width: `${(100 * count) / most}%` }} />
        </li>
      ))}
    </ul>
  );
}

/** A picture for those who see it; the same figures are in the table below. */
function Drawing({ label, children }: { label: string; children: ReactNode }) {
  return (
    <figure className={styles.drawing} aria-label={label}>
      <div aria-hidden="true">{children}</div>
    </figure>
  );
}

function AsTable({ caption, head, rows }: { caption: string; head: string[]; rows: (string | number)[][] }) {
  const { t } = useWords();
  return (
    <details>
      <summary>{t('dashboard.asTable')}</summary>
      {/* Whoever scrolls by keys must be able to go there. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={caption}>
        <table className={tableStyles.plain}>
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row[0]}>
                {row.map((cell, index) => (
                  <td key={head[index]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
