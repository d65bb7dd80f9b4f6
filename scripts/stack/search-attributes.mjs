// Registers the search attributes on a Temporal server that somebody else runs.
import { SEARCH_ATTRIBUTES } from './temporal-settings.mjs';

const TYPES = { Keyword: 'INDEXED_VALUE_TYPE_KEYWORD', Bool: 'INDEXED_VALUE_TYPE_BOOL' };

/** @returns {Promise<string[]>} the names that were missing and are registered now */
export async function registerSearchAttributes(address, namespace) {
  const { Connection } = await import('@temporalio/client');
  const { temporal } = (await import('@temporalio/proto')).default;
  const connection = await Connection.connect({ address, connectTimeout: '10s' });
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.keys(SEARCH_ATTRIBUTES).filter((name) => !(name in (customAttributes ?? {})));
    if (missing.length === 0) return missing;
    const typeOf = (name) => temporal.api.enums.v1.IndexedValueType[TYPES[SEARCH_ATTRIBUTES[name]]];
    const searchAttributes = Object.fromEntries(missing.map((name) => [name, typeOf(name)]));
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    return missing;
  } finally {
    await connection.close();
  }
}
