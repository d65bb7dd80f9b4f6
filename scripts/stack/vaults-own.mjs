/** Of what was set, what no process but the vault is told. */
const VAULTS_OWN = ['VAULT_DATABASE_URL', 'VAULT_MASTER_KEYS', 'VAULT_TICKET_SECRET', 'VAULT_FORWARD_SECRET'];

/**
 * What any process but the vault may be told of an environment.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutVaultsOwn(environment = process.env) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !VAULTS_OWN.includes(name)));
}
