/* eslint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   As blocks, which they are on a narrow screen, the parts of a table lose the roles that they have by themselves. */
import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './table.module.css';

export interface Column<T> {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  /** Sums and counts. */
  end?: boolean;
  /** Times and names, which make rows needlessly high where they are broken. */
  whole?: boolean;
}

interface Props<T> {
  /** What the table shows, for those who don't see it. */
  caption: string;
  columns: readonly Column<T>[];
  /** Undefined while they are fetched. */
  rows: readonly T[] | undefined;
  rowKey: (row: T) => string;
  empty: string;
}

/** A table that is a list of cards on a narrow screen; the roles keep it a table for assistive technology. */
export function DataTable<T>({ caption, columns, rows, rowKey, empty }: Props<T>) {
  if (!rows) return <Skeleton height={220} radius="md" aria-label={caption} />;
  if (rows.length === 0) return <p className={styles.empty}>{empty}</p>;
  return (
    <table className={styles.table} role="table" aria-label={caption}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ key, title, end }) => (
            <th key={key} role="columnheader" scope="col" className={end ? styles.end : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map(({ key, title, end, whole, render }) => (
              <td
                key={key}
                role="cell"
                data-label={title}
                className={end ? styles.end : whole ? styles.whole : undefined}
              >
                <div>{render(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export { styles as tableStyles };
